from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.understanding.embedding import DIMENSIONS, SENTENCE, Reading, RecentReadings, embed_all


class Counting:
    """An embedding that notes what it was asked; the vector depends on the length alone."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def read(self, text: str) -> Reading:
        self.asked.append(text)
        vector = np.full(DIMENSIONS, len(text), dtype=np.float32)
        return Reading(np.zeros(0, np.int64), np.zeros((0, SENTENCE), np.float32), lambda: vector)

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        return [self.read(text) for text in texts]


def test_the_next_training_computes_only_new_texts(tmp_path: Path) -> None:
    embed_all(Counting(), ["a", "bb"], tmp_path)
    second = Counting()
    vectors = embed_all(second, ["bb", "ccc"], tmp_path)
    assert second.asked == ["ccc"]
    assert vectors[:, 0].tolist() == [2, 3]


def test_each_text_gets_its_own_vector_though_they_are_read_by_their_lengths() -> None:
    texts = ["x" * (1 + number * 7 % 300) for number in range(1000)]
    assert embed_all(Counting(), texts, None)[:, 0].tolist() == list(map(len, texts))


def test_vectors_of_another_embedding_are_not_taken(tmp_path: Path) -> None:
    embed_all(Counting("older"), ["a"], tmp_path)
    newer = Counting("newer")
    embed_all(newer, ["a"], tmp_path)
    assert newer.asked == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == ["newer.npz"]


def test_a_broken_cache_costs_nothing_but_time(tmp_path: Path) -> None:
    embed_all(Counting(), ["a"], tmp_path)
    (cache,) = tmp_path.iterdir()
    cache.write_bytes(b"broken")
    assert embed_all(Counting(), ["a"], tmp_path)[0, 0] == 1


def test_where_nothing_can_be_written_vectors_are_computed_each_time(tmp_path: Path) -> None:
    no_folder = tmp_path / "a file"
    no_folder.write_text("")
    assert embed_all(Counting(), ["a"], no_folder)[0, 0] == 1


def test_the_cache_on_disk_holds_no_text(tmp_path: Path) -> None:
    embed_all(Counting(), ["hemmelighed"], tmp_path)
    (cache,) = tmp_path.iterdir()
    assert b"hemmelighed" not in cache.read_bytes()


def test_a_text_that_comes_again_soon_is_not_read_again() -> None:
    counting = Counting()
    recent = RecentReadings(counting)
    assert recent.name == counting.name
    vectors = [recent.read(text).vector[0] for text in ("a", "bb", "a")]
    assert (vectors, counting.asked) == ([1, 2, 1], ["a", "bb"])
