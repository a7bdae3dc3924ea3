from bot.understanding.decision import Thresholds, decide

THRESHOLDS = Thresholds()


def test_a_probable_label_is_answered() -> None:
    verdict = decide([("ask/contact", 0.8), ("ask/payment", 0.1)], 1.0, THRESHOLDS)
    assert (verdict.label, verdict.candidates) == ("ask/contact", ())


def test_a_clear_lead_makes_up_for_a_lower_probability() -> None:
    assert decide([("ask/contact", 0.32), ("ask/payment", 0.05)], 1.0, THRESHOLDS).label == "ask/contact"


def test_two_labels_close_together_ask_what_was_meant() -> None:
    verdict = decide([("ask/contact", 0.3), ("ask/payment", 0.25), ("greet", 0.2)], 1.0, THRESHOLDS)
    assert (verdict.label, verdict.candidates) == ("not_understood", ("contact", "payment"))


def test_at_most_three_topics_are_offered() -> None:
    ranking = [(f"ask/{topic}", 0.2) for topic in ("contact", "payment", "duration", "complaint")]
    assert len(decide(ranking, 1.0, THRESHOLDS).candidates) == 3


def test_words_never_seen_are_not_answered_however_probable() -> None:
    assert decide([("ask/contact", 0.9)], 0.0, THRESHOLDS).label == "not_understood"


def test_danger_is_no_verdict_any_more_where_it_was_ruled_out() -> None:
    assert decide([("danger", 0.6), ("ask/acute", 0.4)], 1.0, THRESHOLDS).label == "ask/acute"


def test_nothing_likely_offers_nothing() -> None:
    assert decide([("greet", 0.2), ("ask/contact", 0.01)], 1.0, THRESHOLDS).candidates == ()


def test_what_may_be_another_services_question_is_asked_back() -> None:
    verdict = decide([("ask/payment", 0.5), ("out_of_scope", 0.3), ("ask/contact", 0.1)], 1.0, THRESHOLDS)
    assert (verdict.label, verdict.candidates) == ("not_understood", ("payment", "contact"))
