"""Facts have one home, content/: the training data holds none, so that a changed fact cannot survive in it."""

import re

import pytest

from bot.settings import ROOT
from bot.standards.claims import Claim, claims
from bot.standards.model import Content
from bot.standards.own_words import EMAIL, PHONE, digits
from bot.standards.source_text import NumberKind
from bot.understanding.examples import read_examples
from bot.understanding.marked import read_marked

# "en uge", "hvert år": said of anything.
LEAST_COUNT = 2
UNITS = {"day", "days", "overnight", "overnights", "week", "weeks", "weekday", "weekdays", "month", "months"}


@pytest.fixture(scope="module")
def texts() -> list[str]:
    marked = [message.text for message in read_marked(ROOT / "data" / "several")]
    return [text for text, _ in read_examples(ROOT / "data" / "nlu")] + marked


def facts(content: Content) -> set[Claim]:
    """The time limits and amounts of all standards."""
    found = set()
    for versions in content.standards.values():
        for claim in (one for standard in versions for one in claims(standard)):
            count, _, unit = claim.shown.partition(" ")
            is_limit = unit in UNITS and count.isdigit() and int(count) >= LEAST_COUNT
            if claim.kind is NumberKind.PLAIN and (is_limit or claim.path[-1] == "kroner"):
                found.add(claim)
    return found


def test_the_standards_state_time_limits_and_amounts_to_look_for(content: Content) -> None:
    assert {claim.path[-1] == "kroner" for claim in facts(content)} == {True, False}


def test_no_training_text_holds_a_telephone_number_or_an_address(texts: list[str]) -> None:
    # No Danish number begins with 0 or 1; rows of digits that are nonsense may.
    numbers = [text for text in texts if any(digits(one)[0] not in "01" for one in PHONE.findall(text))]
    assert numbers + [text for text in texts if EMAIL.search(text)] == []


def test_no_training_text_holds_a_time_limit_or_an_amount_of_a_standard(content: Content, texts: list[str]) -> None:
    patterns = {claim.pattern: claim.shown for claim in facts(content) if claim.pattern}
    found = [
        (shown, text)
        for pattern, shown in patterns.items()
        for text in texts
        if any(re.search(r"\d", match.group()) for match in re.finditer(rf"(?<!\d)(?:{pattern})", text, re.IGNORECASE))
    ]
    assert found == []
