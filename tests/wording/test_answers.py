"""Answers in words: every topic in every municipality, in plain Danish, never a decision."""

import datetime
import re
from collections.abc import Iterator

import pytest

from bot.answers.answer import Answer, Place, Status
from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.engine import Question, answer, places
from bot.answers.reckoning import DatedEvent, last_day
from bot.standards.model import Content
from bot.standards.values import Event, Phone
from bot.wording.answers import law_line, render
from bot.wording.phrases import date as danish_date
from bot.wording.phrases import duration as danish_duration
from bot.wording.readability import lix
from bot.wording.rendered import Rendered

SERVICE = "midlertidigt-botilbud"
THISTED, KOEGE = Place("thisted", "Thisted"), Place("koege", "Køge")
BROENDERSLEV, FREDERIKSSUND = Place("broenderslev", "Brønderslev"), Place("frederikssund", "Frederikssund")
HJOERRING, ELSEWHERE = Place("hjoerring", "Hjørring"), Place("aalborg", "Aalborg")
PEOPLE = (
    Circumstances(),
    Circumstances(AgeSpan(24, 24), False),
    Circumstances(AgeSpan(24, 24), True),
    Circumstances(AgeSpan(30, 30)),
    Circumstances(AgeSpan(50, 50)),
)
# A standard only guides: none of these claims may ever be made, whatever the content says.
CLAIMS = re.compile(r"\b(du kan ikke få|du har ret til|du har krav på|du er berettiget|du får afslag)\b", re.IGNORECASE)


def all_answers(content: Content, today: datetime.date) -> Iterator[Answer]:
    everywhere = (*places(content), ELSEWHERE)
    for person in PEOPLE:
        yield from answer(content, Question(tuple(content.topics), everywhere, SERVICE, today, person))


def one(content: Content, topic: str, place: Place, today: datetime.date, person: Circumstances) -> Rendered:
    (only,) = answer(content, Question((topic,), (place,), SERVICE, today, person))
    return render(content, only)


@pytest.fixture(scope="module")
def everything(content: Content, today: datetime.date) -> list[tuple[Answer, Rendered]]:
    return [(item, render(content, item)) for item in all_answers(content, today)]


def test_every_answer_can_be_said(everything: list[tuple[Answer, Rendered]]) -> None:
    for item, said in everything:
        assert said.short.strip(), item.topic
        assert said.title, item.topic
        assert not re.search(r"%\{|\{\w+\}|None|True|False", said.text()), said.text()


def test_short_answers_are_plain_danish_on_average(everything: list[tuple[Answer, Rendered]]) -> None:
    shorts = [lix(said.short) for item, said in everything if item.circumstances == Circumstances()]
    assert sum(shorts) / len(shorts) < 40


def test_no_short_answer_needs_more_than_a_breath_or_two(everything: list[tuple[Answer, Rendered]]) -> None:
    settled = [said for item, said in everything if not item.needs]
    assert {(said.topic, said.municipality): len(said.short) for said in settled if len(said.short) > 330} == {}


def test_no_answer_is_a_decision(everything: list[tuple[Answer, Rendered]]) -> None:
    for _, said in everything:
        assert not CLAIMS.search(said.text()), said.text()


def test_every_answer_from_a_standard_names_its_source(everything: list[tuple[Answer, Rendered]]) -> None:
    for item, said in everything:
        if item.status is not Status.NOT_COVERED:
            assert item.source is not None
            assert item.place.name in said.source
            assert item.source.title in said.source
            for heading in item.source.headings if item.topic != "approval" else ():
                assert heading in said.source


def test_the_source_tells_who_approved_and_when(content: Content, today: datetime.date) -> None:
    (standard,) = content.standards["broenderslev", SERVICE]
    assert len(standard.approvals) == 2
    said = one(content, "staff", BROENDERSLEV, today, Circumstances()).source
    for approval in standard.approvals:
        assert approval.body in said
        assert danish_date(approval.date) in said


def test_a_proposal_and_an_undated_standard_say_so(content: Content, today: datetime.date) -> None:
    assert "forslag" in one(content, "payment", FREDERIKSSUND, today, Circumstances()).source
    assert "oplyser ikke" in one(content, "payment", THISTED, today, Circumstances()).source


def phones_of(content: Content, slug: str) -> set[Phone]:
    (standard,) = content.standards[slug, SERVICE]
    assert standard.topics.contact is not None
    return {route.phone for route in standard.topics.contact.routes if route.phone}


def test_no_answer_shows_another_municipality_s_number(
    content: Content, everything: list[tuple[Answer, Rendered]]
) -> None:
    for item, said in everything:
        for slug in content.municipalities:
            if slug != item.place.slug:
                assert not [phone for phone in phones_of(content, slug) if phone in said.text()]


def test_a_silent_standard_says_so_and_gives_its_own_number(
    content: Content, everything: list[tuple[Answer, Rendered]]
) -> None:
    silent = [(item, said) for item, said in everything if item.status is Status.NOT_STATED]
    assert silent
    for item, said in silent:
        assert "siger ikke noget om" in said.short
        assert any(phone in said.contact for phone in phones_of(content, item.place.slug))


def test_law_stands_apart_from_the_standard(everything: list[tuple[Answer, Rendered]]) -> None:
    for item, said in everything:
        for rule in item.law:
            assert law_line(rule) not in "\n".join((said.short, *said.details))
            assert any(law_line(rule) in line for line in said.law)


def test_a_place_without_a_standard_gets_an_honest_word_and_no_municipal_number(
    content: Content, everything: list[tuple[Answer, Rendered]]
) -> None:
    for item, said in everything:
        if item.status is Status.NOT_COVERED:
            assert "Aalborg Kommune" in said.short
            assert not said.source


def test_phone_numbers_and_addresses_are_links(content: Content, today: datetime.date) -> None:
    said = one(content, "contact", THISTED, today, Circumstances())
    assert {link.kind for link in said.links} == {"tel", "mailto"}
    assert all(link.label in said.short for link in said.links)
    assert all(link.href.split(":")[0] == link.kind for link in said.links)


def test_an_open_answer_gives_every_branch_with_its_condition(content: Content, today: datetime.date) -> None:
    said = one(content, "contact", BROENDERSLEV, today, Circumstances())
    assert said.status == "needs"
    assert all(phone in said.short for phone in phones_of(content, "broenderslev"))
    assert said.short.count("Er du ") == 2


def test_a_settled_answer_gives_one_number(content: Content, today: datetime.date) -> None:
    said = one(content, "contact", BROENDERSLEV, today, Circumstances(AgeSpan(24, 24), False))
    assert len([phone for phone in phones_of(content, "broenderslev") if phone in said.text()]) == 1


def test_what_the_document_leaves_undecided_is_said_so(content: Content, today: datetime.date) -> None:
    said = one(content, "allowance", KOEGE, today, Circumstances(AgeSpan(30, 30)))
    assert "skriver ikke, hvad der gælder i netop dit tilfælde" in said.short
    assert "hvilken periode" in said.short


def test_a_stay_that_always_ends_is_still_a_decision_to_complain_about(content: Content, today: datetime.date) -> None:
    said = one(content, "ending", BROENDERSLEV, today, Circumstances())
    assert any("klage over" in line for line in said.details)


def test_urgent_help_names_the_emergency_number_apart_from_the_town_hall(
    content: Content, today: datetime.date
) -> None:
    emergency = next(number.phone for number in content.safety.values() if number.use == "life")
    for place in places(content):
        said = one(content, "acute", place, today, Circumstances())
        assert any(emergency in line for line in said.details)


def test_twins_keep_the_words_in_which_they_differ(content: Content, today: datetime.date) -> None:
    thisted = one(content, "staff", THISTED, today, Circumstances()).short
    hjoerring = one(content, "staff", HJOERRING, today, Circumstances()).short
    assert "pædagogisk" in thisted
    assert "pædagogisk" not in hjoerring


def counted(
    content: Content, topic: str, place: Place, event: Event, day: datetime.date, today: datetime.date
) -> Rendered:
    question = Question((topic,), (place,), SERVICE, today, dated=DatedEvent(event, day))
    (only,) = answer(content, question)
    return render(content, only)


@pytest.mark.parametrize("place", [THISTED, BROENDERSLEV, ELSEWHERE], ids=lambda place: place.slug)
def test_who_tells_when_the_decision_came_is_told_the_last_day_to_complain(
    content: Content, today: datetime.date, place: Place
) -> None:
    received = today - datetime.timedelta(days=3)
    said = counted(content, "complaint", place, Event.DECISION_RECEIVED, received, today).short
    (limit,) = content.law["complaint_deadline"].durations.values()
    last = last_day(received, limit)
    assert last is not None
    assert f"modtaget den {danish_date(received)}, er sidste dag for at klage den {danish_date(last)}" in said
    assert "lovens almindelige klagefrist" in said
    assert not CLAIMS.search(said)


@pytest.mark.parametrize("place", [THISTED, BROENDERSLEV], ids=lambda place: place.slug)
def test_a_time_limit_that_has_passed_seems_so_and_leaves_a_way(
    content: Content, today: datetime.date, place: Place
) -> None:
    received = today - datetime.timedelta(days=60)
    said = counted(content, "complaint", place, Event.DECISION_RECEIVED, received, today)
    late = law_line(content.law["complaint_late"])
    assert "Fristen ser ud til at være gået." in said.short
    assert said.text().count(late) == 1
    assert late in said.short
    assert "Ring til kommunen" in said.short
    assert any(phone in said.contact for phone in phones_of(content, place.slug))


def test_who_tells_when_they_applied_is_told_when_the_standard_s_time_has_gone(
    content: Content, today: datetime.date
) -> None:
    applied = today - datetime.timedelta(days=20)
    said = counted(content, "processing_time", THISTED, Event.APPLICATION, applied, today).short
    stated = content.standards["thisted", SERVICE][0].topics.processing_time
    assert stated is not None
    last = last_day(applied, stated.deadline.at_most)
    assert last is not None
    assert f"gået {danish_duration(stated.deadline.at_most)} den {danish_date(last)}" in said
    long_ago = counted(content, "processing_time", THISTED, Event.APPLICATION, datetime.date(2026, 1, 5), today).short
    assert "Er der ikke kommet svar, så ring til kommunen." in long_ago


def test_where_no_day_was_told_nothing_is_counted(everything: list[tuple[Answer, Rendered]]) -> None:
    assert [item.topic for item, said in everything if "Hjælp til at tælle" in said.text()] == []


def test_an_expired_standard_says_when_it_ended(content: Content, today: datetime.date) -> None:
    key = ("thisted", SERVICE)
    ended = content.standards[key][0].copy(update={"valid_until": datetime.date(2020, 1, 31)})
    old = content.copy(update={"standards": {**content.standards, key: (ended,)}})
    said = one(old, "contact", THISTED, today, Circumstances())
    assert said.status == "expired"
    assert "31. januar 2020" in said.short
    assert not [phone for phone in phones_of(content, "thisted") if phone in said.text()]
