"""Sheets to look things up on: the chat's own words, and what a reader must know about them."""

import datetime

import pytest

from bot.answers.answer import Place, SourceLine
from bot.answers.circumstances import Circumstances
from bot.answers.engine import Question, answer, places
from bot.standards.model import Approval, Content, StandardStatus
from bot.wording.answers import render
from bot.wording.sheet import Mark, marks, sheets

SERVICE = "midlertidigt-botilbud"


def source(*dates: datetime.date, status: StandardStatus = StandardStatus.ADOPTED) -> SourceLine:
    return SourceLine("Standard", (), status, tuple(Approval(body="Byrådet", date=date) for date in dates), None)


def test_a_sheet_has_the_words_of_the_chat(content: Content, today: datetime.date) -> None:
    for found in sheets(content, tuple(content.topics), places(content), SERVICE, today):
        place = Place(found.municipality, content.municipalities[found.municipality].name)
        (item,) = answer(content, Question((found.topic,), (place,), SERVICE, today))
        assert found.text == render(content, item).text()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (None, ()),
        (source(), (Mark.UNDATED,)),
        (source(status=StandardStatus.PROPOSAL), (Mark.PROPOSAL, Mark.UNDATED)),
        (source(datetime.date(2024, 11, 23)), ()),
        (source(datetime.date(2024, 11, 22)), (Mark.OLD,)),
        (source(datetime.date(2019, 1, 1), datetime.date(2026, 1, 1)), ()),
        (source(datetime.date(2027, 1, 1)), ()),
    ],
)
def test_a_source_is_marked_where_a_reader_should_look_twice(
    line: SourceLine | None, expected: tuple, today: datetime.date
) -> None:
    assert marks(line, today) == expected


def test_an_answer_that_hangs_on_circumstances_shows_every_case(content: Content, today: datetime.date) -> None:
    place = Place("frederikssund", content.municipalities["frederikssund"].name)
    (found,) = sheets(content, ["contact"], [place], SERVICE, today)
    assert len(found.cases) > 1
    for case in found.cases:
        told = Circumstances.from_mapping(case.circumstances)
        (settled,) = sheets(content, ["contact"], [place], SERVICE, today, told)
        assert settled.answer["short"] == case.short
        assert settled.cases == ()
