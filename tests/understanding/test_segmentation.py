from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.segmentation import Judged, Segment, best_segmentation

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
