import threading
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.remembering import Remembered

keys = st.lists(st.integers(0, 6), max_size=40)


@given(keys, st.integers(1, 4))
def test_every_key_has_the_value_that_was_made_for_it(wanted: list[int], size: int) -> None:
    remembered: Remembered[int, str] = Remembered(size)
    for key in wanted:
        assert remembered.get(key, partial(format, key, "b")) == f"{key:b}"


@given(keys, st.integers(1, 4))
def test_the_latest_keys_are_kept_and_no_others(wanted: list[int], size: int) -> None:
    remembered: Remembered[int, int] = Remembered(size)
    for key in wanted:
        remembered.get(key, lambda: 0)
    latest = list(dict.fromkeys(reversed(wanted)))[:size]
    assert [key for key in range(7) if key in remembered] == sorted(latest)


def test_a_value_that_is_kept_is_not_made_again() -> None:
    remembered: Remembered[str, int] = Remembered(2)
    made = iter(range(9))
    assert [remembered.get("a", lambda: next(made)) for _ in range(3)] == [0, 0, 0]


def test_what_cannot_be_made_is_tried_again() -> None:
    remembered: Remembered[str, int] = Remembered(2)

    def fail() -> int:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        remembered.get("a", fail)
    assert remembered.get("a", lambda: 1) == 1


def test_looking_whether_a_key_is_kept_does_not_keep_it_longer() -> None:
    remembered: Remembered[str, int] = Remembered(2)
    remembered.get("a", lambda: 1)
    remembered.get("b", lambda: 1)
    assert "a" in remembered
    remembered.get("c", lambda: 1)
    assert "a" not in remembered


def test_several_threads_may_ask_at_once() -> None:
    remembered: Remembered[int, int] = Remembered(3)
    wrong: list[int] = []

    def ask() -> None:
        for key in list(range(10)) * 200:
            if remembered.get(key, partial(int, key)) != key:
                wrong.append(key)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_value_from_elsewhere_is_kept_as_if_it_were_made_here() -> None:
    remembered: Remembered[str, int] = Remembered(2)
    remembered.keep("a", 1)
    assert remembered.get("a", lambda: 2) == 1


def test_of_what_comes_from_elsewhere_the_latest_is_kept() -> None:
    remembered: Remembered[str, int] = Remembered(2)
    for key in ("a", "b", "a", "c"):
        remembered.keep(key, 1)
    assert [key for key in "abc" if key in remembered] == ["a", "c"]
