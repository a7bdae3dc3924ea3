"""Groups of digits that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from bot.privacy.around import FILLER, IDENTIFIER, LINK, LONGEST_LINK, WINDOW, Said, announcement_in

# Anything but letters, what ends a placeholder and what announces something may be a gap.
_RUN = re.compile(r"[0-9]+(?:(?:[^\w\]§€$%]|_){1,4}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
LEAST_DIGITS = 8
# What may stand between the groups of one number, besides spaces. In a list there are commas.
IN_NUMBER = frozenset(".-/_()·•'")
_TIGHT = frozenset(".-/_")


@dataclass(frozen=True)
class Run:
    """Groups of digits with the gap before each (none before the first), and the text that they stand in."""

    plain: str
    begin: int
    places: tuple[tuple[int, int], ...]
    groups: tuple[str, ...]
    gaps: tuple[str, ...]

    def reach(self, first: int, count: int) -> int | None:
        """Return the group behind the `count` digits from a group on, or None where they end within a group."""
        return self.group_at.get(self.counts[first] + count)

    def digits(self, first: int, last: int) -> str:
        """Return the digits of some groups."""
        return "".join(self.groups[first:last])

    def layout(self, first: int, last: int) -> tuple[int, ...]:
        """Return how many digits each of some groups has."""
        return tuple(map(len, self.groups[first:last]))

    def mark(self, place: int) -> str:
        """Return what stands before a group, without spaces and repetition."""
        return self.all_marks[place]

    def marks(self, first: int, last: int) -> tuple[str, ...]:
        """Return what stands between some groups, without spaces and repetition."""
        return self.all_marks[first + 1 : last]

    def joined(self, first: int, last: int) -> bool:
        """Tell whether the gaps between some groups may be those of one number."""
        return all(map(IN_NUMBER.issuperset, self.marks(first, last)))

    def tied(self, place: int) -> bool:
        """Tell whether a group is tied to the one before it, without a space."""
        return 0 < place < len(self.groups) and _TIGHT.issuperset(self.gaps[place])

    def goes_on(self, pattern: re.Pattern[str], last: int) -> bool:
        """Tell whether the run ends with the groups up to `last`, and the pattern follows."""
        return last == len(self.groups) and bool(pattern.match(self.plain, self.places[-1][1]))

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many digits stand before each group, and in the whole run."""
        return tuple(accumulate(map(len, self.groups), initial=0))

    @cached_property
    def group_at(self) -> dict[int, int]:
        """The group that begins behind so many digits."""
        return {count: place for place, count in enumerate(self.counts)}

    @cached_property
    def all_marks(self) -> tuple[str, ...]:
        """What stands before each group, without spaces and repetition."""
        return tuple("".join(dict.fromkeys(gap.replace(" ", ""))) for gap in self.gaps)

    @cached_property
    def said(self) -> Said:
        """What the words before the run announce."""
        start = self.places[0][0]
        return announcement_in(self.plain[max(self.begin, start - WINDOW) : start])

    @cached_property
    def sentence_end(self) -> int:
        """The first group that a comma or a new line parts from the words before the run."""
        return next((place for place, gap in enumerate(self.gaps) if re.search("[,;?!\n]", gap)), len(self.gaps))


def find_runs(plain: str) -> Iterator[Run]:
    """Find the runs that have enough digits for anything."""
    begin = 0
    for match in _RUN.finditer(plain):
        places = tuple(group.span() for group in _GROUP.finditer(plain, match.start(), match.end()))
        if sum(end - start for start, end in places) >= LEAST_DIGITS:
            starts = [places[0][0], *(end for _, end in places)]
            gaps = tuple(plain[end:start] for end, (start, _) in zip(starts, places, strict=False))
            yield Run(plain, begin, places, tuple(plain[start:end] for start, end in places), gaps)
        begin = match.end()


class At(NamedTuple):
    """The group of a run where a number may begin, and the group behind the last number that was found."""

    run: Run
    first: int
    since: int

    @property
    def said(self) -> Said:
        """What the words right before the group announce."""
        return self.run.said if self.first == 0 else Said.NOTHING

    @property
    def is_reference(self) -> bool:
        """Whether the words before say that a case number or the like follows."""
        return self.run.said is Said.REFERENCE and self.since == 0 and self.first < self.run.sentence_end

    @property
    def is_tied(self) -> bool:
        """Whether the group is tied to a short one, as to the year of a case number; 45 is rather a country code."""
        before = self.run.groups[self.first - 1]
        return self.first > self.since and self.run.tied(self.first) and len(before) <= 4 and before != "45"

    @property
    def is_identifier(self) -> bool:
        """Whether the group is part of a name made of letters and digits, or of a link."""
        plain, start = self.run.plain, self.run.places[self.first][0]
        before = re.split("[ \n]", plain[max(0, start - LONGEST_LINK) : start])[-1]
        letters = IDENTIFIER.search(before[-4:])
        return bool(LINK.search(before) or (letters and letters[0].lower() not in FILLER))


# The group behind what was found, and what it is.
Found = tuple[int, str]
