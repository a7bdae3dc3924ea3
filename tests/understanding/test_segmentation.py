import itertools
import math
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.segmentation import Judged, Segment, _readier, best_segmentation

TEXT = "aaaa bbbb cccc dddd eeee"
PLACES = [5, 10, 15, 20]


def test_without_boundaries_the_message_is_one_part() -> None:
    assert best_segmentation(TEXT, {}, lambda start, end: Judged(0.1, 0.9)) == (Segment(0, len(TEXT), True),)


def test_a_likely_boundary_cuts_where_both_parts_are_clear() -> None:
    parts = best_segmentation(TEXT, {10: 0.9}, lambda start, end: Judged(0.1, 0.9))
    assert [(part.start, part.end) for part in parts] == [(0, 10), (10, len(TEXT))]


def test_an_unlikely_boundary_does_not_cut_what_is_clear_as_a_whole() -> None:
    whole = {(0, len(TEXT))}
    parts = best_segmentation(TEXT, {10: 0.05}, lambda start, end: Judged(0.1, 0.9 if (start, end) in whole else 0.2))
    assert len(parts) == 1


def test_a_part_that_only_tells_is_kept_apart() -> None:
    parts = best_segmentation(TEXT, {10: 0.8}, lambda start, end: Judged(0.95 if end == 10 else 0.05, 0.9))
    assert [part.asks for part in parts] == [False, True]


@given(st.dictionaries(st.sampled_from(PLACES), st.floats(0, 1)), st.lists(st.floats(0, 1), min_size=60, max_size=60))
def test_the_parts_always_cover_the_whole_text_in_order(boundaries: dict[int, float], numbers: list[float]) -> None:
    def judge(start: int, end: int) -> Judged:
        return Judged(numbers[start + end], numbers[end])

    parts = best_segmentation(TEXT, boundaries, judge)
    assert "".join(TEXT[part.start : part.end] for part in parts) == TEXT


def test_a_part_across_a_certain_boundary_is_not_judged() -> None:
    judged: list[tuple[int, int]] = []

    def judge(start: int, end: int) -> Judged:
        judged.append((start, end))
        return Judged(0.1, 0.9)

    best_segmentation(TEXT, {10: 1.0}, judge)
    assert sorted(judged) == [(0, 10), (10, len(TEXT))]


PROBABILITY = st.floats(0.01, 0.99)


@given(st.dictionaries(st.sampled_from(PLACES), PROBABILITY), st.data())
def test_no_other_way_of_cutting_is_likelier(boundaries: dict[int, float], data: st.DataObject) -> None:
    ends = [0, *sorted(boundaries), len(TEXT)]
    judged = {pair: Judged(data.draw(PROBABILITY), data.draw(PROBABILITY)) for pair in itertools.combinations(ends, 2)}

    def likelihood(parts: Sequence[Segment]) -> float:
        cuts = {part.start for part in parts}
        found = sum(math.log(_readier(p) if place in cuts else 1 - _readier(p)) for place, p in boundaries.items())
        for part in parts:
            tells, clear = judged[part.start, part.end]
            found += math.log(1 - tells) + math.log(clear) if part.asks else math.log(tells)
        return found

    def all_ways(start: int) -> Iterator[tuple[Segment, ...]]:
        if start == len(TEXT):
            yield ()
        for end in (end for end in ends if end > start):
            for rest in all_ways(end):
                yield from ((Segment(start, end, asks), *rest) for asks in (True, False))

    best = best_segmentation(TEXT, boundaries, lambda start, end: judged[start, end])
    assert likelihood(best) >= max(map(likelihood, all_ways(0))) - 1e-6
