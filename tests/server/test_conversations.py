from bot.server.conversations import Municipalities


def test_the_latest_municipality_of_a_conversation_is_remembered() -> None:
    known = Municipalities(10)
    known.note("a", "thisted")
    known.note("a", "koege")
    assert known.of("a") == "koege"


def test_an_unknown_conversation_has_no_municipality() -> None:
    assert Municipalities(10).of("a") is None


def test_the_conversation_that_was_quiet_longest_is_forgotten_first() -> None:
    known = Municipalities(2)
    for sender in ("a", "b", "a", "c"):
        known.note(sender, "thisted")
    assert [known.of(sender) for sender in "abc"] == ["thisted", None, "thisted"]
