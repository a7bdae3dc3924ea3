"""From question to typed answers, on the project's own content."""

import dataclasses
import datetime

import pytest

from bot.answers.answer import Answer, Place, Status
from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.engine import Question, answer, contact, places
from bot.standards.model import Content, StandardStatus, TopicOrigin

SERVICE = "midlertidigt-botilbud"
THISTED, KOEGE = Place("thisted", "Thisted"), Place("koege", "Køge")
BROENDERSLEV, FREDERIKSSUND = Place("broenderslev", "Brønderslev"), Place("frederikssund", "Frederikssund")
ELSEWHERE = Place("aalborg", "Aalborg")


def ask(content: Content, topic: str, place: Place, today: datetime.date, **person: object) -> Answer:
    told = Circumstances(**person)  # type: ignore[arg-type]
    (only,) = answer(content, Question((topic,), (place,), SERVICE, today, told))
    return only


def age(years: int) -> AgeSpan:
    return AgeSpan(years, years)


def test_every_topic_of_every_municipality_has_the_status_that_its_standard_gives_it(
    content: Content, today: datetime.date
) -> None:
    for place in places(content):
        (standard,) = content.standards[place.slug, SERVICE]
        for topic in content.topics:
            found = ask(content, topic, place, today).status
            stated = topic in standard.topics.stated()
            assert found in ({Status.STATED, Status.NEEDS} if stated else {Status.NOT_STATED}), (place, topic)


def test_an_answer_holds_values_of_its_own_municipality_alone(content: Content, today: datetime.date) -> None:
    for topic in content.topics:
        for place in places(content):
            found = ask(content, topic, place, today)
            standard = content.standards[place.slug, SERVICE][0]
            own = standard.topics.contact
            assert own is not None
            assert found.routes is not None
            assert set(found.routes.values) <= set(own.routes)
            assert found.source is not None
            assert found.source.approvals == standard.approvals


def test_the_deadline_is_the_value_of_the_standard(content: Content, today: datetime.date) -> None:
    stated = content.standards["thisted", SERVICE][0].topics.processing_time
    assert stated is not None
    assert ask(content, "processing_time", THISTED, today).fact("deadline") == stated.deadline


def test_a_silent_standard_gives_general_law_and_its_own_contact(content: Content, today: datetime.date) -> None:
    found = ask(content, "complaint", THISTED, today)
    assert found.status is Status.NOT_STATED
    assert found.law
    assert found.routes is not None
    assert found.facts == ()


def test_a_stated_answer_mixes_in_no_law(content: Content, today: datetime.date) -> None:
    assert ask(content, "complaint", BROENDERSLEV, today).law == ()


def test_unverified_law_is_never_answered(content: Content, today: datetime.date) -> None:
    unverified = {rule.text for rule in content.law.values() if not rule.verified}
    assert unverified
    for place in (*places(content), ELSEWHERE):
        for topic in content.topics:
            assert not unverified & {rule.text for rule in ask(content, topic, place, today).law}


def test_a_rule_about_two_municipalities_is_not_told_to_a_third(content: Content, today: datetime.date) -> None:
    local = [rule for rule in content.law.values() if rule.municipalities]
    assert local
    told = ask(content, "complaint", THISTED, today).law
    assert not [rule for rule in told if rule.municipalities]


def test_a_municipality_without_a_standard_gets_law_and_no_number(content: Content, today: datetime.date) -> None:
    found = ask(content, "complaint", ELSEWHERE, today)
    assert (found.status, found.routes, found.facts, found.source) == (Status.NOT_COVERED, None, (), None)
    assert found.law


def test_topics_of_law_alone_are_not_stated_by_any_standard(content: Content, today: datetime.date) -> None:
    for topic, entry in content.topics.items():
        if entry.origin is TopicOrigin.LAW:
            found = ask(content, topic, THISTED, today)
            assert found.status is Status.NOT_STATED, topic
            assert found.law, topic


def test_a_proposal_is_marked_as_such(content: Content, today: datetime.date) -> None:
    source = ask(content, "payment", FREDERIKSSUND, today).source
    assert source is not None
    assert source.status is StandardStatus.PROPOSAL


@pytest.mark.parametrize(
    ("person", "units"),
    [
        ({"age": age(24), "early_retirement_pension": False}, ["UngeCenter Brønderslev"]),
        ({"age": age(24), "early_retirement_pension": True}, ["Visitationen – Det Specialiserede Område"]),
        ({"age": age(30)}, ["Visitationen – Det Specialiserede Område"]),
        ({"early_retirement_pension": True}, ["Visitationen – Det Specialiserede Område"]),
        ({}, ["Visitationen – Det Specialiserede Område", "UngeCenter Brønderslev"]),
    ],
)
def test_broenderslev_sends_people_by_age_and_pension(
    content: Content, today: datetime.date, person: dict, units: list[str]
) -> None:
    routes = ask(content, "contact", BROENDERSLEV, today, **person).fact("routes")
    assert routes is not None
    assert [route.unit for route in routes] == units


@pytest.mark.parametrize(("years", "unit"), [(29, "Ungekontakten"), (30, "Rådgivningshuset"), (31, "Rådgivningshuset")])
def test_frederikssund_sends_people_by_age(content: Content, today: datetime.date, years: int, unit: str) -> None:
    routes = ask(content, "contact", FREDERIKSSUND, today, age=age(years)).fact("routes")
    assert routes is not None
    assert [route.unit for route in routes] == [unit]


@pytest.mark.parametrize(("years", "amounts", "undecided"), [(29, 1, False), (30, 2, True), (31, 1, False)])
def test_koege_leaves_exactly_thirty_years_undecided(
    content: Content, today: datetime.date, years: int, amounts: int, undecided: bool
) -> None:
    found = ask(content, "allowance", KOEGE, today, age=age(years))
    assert len(found.fact("at_least") or ()) == amounts
    assert found.undecided is undecided
    assert found.status is Status.STATED


def test_an_unknown_age_is_asked_for_only_where_the_answer_hangs_on_it(content: Content, today: datetime.date) -> None:
    asking = {
        (topic, place.slug)
        for topic in content.topics
        for place in places(content)
        if ask(content, topic, place, today).needs
    }
    assert asking == {
        ("contact", "broenderslev"),
        ("contact", "frederikssund"),
        ("application", "broenderslev"),
        ("application", "frederikssund"),
        ("allowance", "koege"),
    }


def test_several_topics_and_municipalities_each_get_an_answer_in_order(content: Content, today: datetime.date) -> None:
    found = answer(content, Question(("payment", "staff"), (THISTED, KOEGE), SERVICE, today))
    assert [(item.topic, item.place) for item in found] == [
        ("payment", THISTED),
        ("payment", KOEGE),
        ("staff", THISTED),
        ("staff", KOEGE),
    ]


def test_an_unknown_topic_is_an_error_not_an_answer(content: Content, today: datetime.date) -> None:
    with pytest.raises(KeyError):
        ask(content, "parking", THISTED, today)


def expired(content: Content, until: datetime.date) -> Content:
    key = ("thisted", SERVICE)
    (standard,) = content.standards[key]
    ended = standard.copy(update={"valid_until": until})
    return content.copy(update={"standards": {**content.standards, key: (ended,)}})


def test_an_expired_standard_is_not_answered_from(content: Content, today: datetime.date) -> None:
    ended = expired(content, today - datetime.timedelta(days=1))
    found = ask(ended, "contact", THISTED, today)
    assert (found.status, found.facts, found.routes) == (Status.EXPIRED, (), None)
    assert contact(ended, THISTED, SERVICE, today, Circumstances()) is None


def test_a_standard_holds_on_its_last_day(content: Content, today: datetime.date) -> None:
    assert ask(expired(content, today), "contact", THISTED, today).status is Status.STATED


def test_the_newest_version_is_answered_from_and_an_older_one_never_comes_back(
    content: Content, today: datetime.date
) -> None:
    key = ("thisted", SERVICE)
    (older,) = content.standards[key]
    newest = older.copy(update={"valid_until": today, "title": "ny"})
    both = content.copy(update={"standards": {**content.standards, key: (older, newest)}})
    found = ask(both, "contact", THISTED, today).source
    assert found is not None
    assert found.title == newest.title
    assert ask(both, "contact", THISTED, today + datetime.timedelta(days=1)).status is Status.EXPIRED


def test_asking_changes_nothing(content: Content, today: datetime.date) -> None:
    first = ask(content, "contact", BROENDERSLEV, today)
    assert dataclasses.asdict(first) == dataclasses.asdict(ask(content, "contact", BROENDERSLEV, today))
