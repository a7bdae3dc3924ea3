"""What the tests of understanding share: the real places, and a small trained interpreter."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.understanding.circumstances import circumstances_said
from bot.understanding.embedding import Embedding, Reading, default_embedding
from bot.understanding.interpreter import Interpreter, read_topic_phrases
from bot.understanding.marked import Marked, read_marked
from bot.understanding.places import Places, load_places

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"

EXAMPLES = [
    ("hvor lang tid går der før jeg får svar", "ask/processing_time"),
    ("hvor længe skal jeg vente på en afgørelse", "ask/processing_time"),
    ("hvor hurtigt behandler I min ansøgning", "ask/processing_time"),
    ("sagsbehandlingstiden", "ask/processing_time"),
    ("hvor længe må man bo der", "ask/duration"),
    ("hvor længe varer et ophold", "ask/duration"),
    ("hvor mange måneder kan jeg blive boende", "ask/duration"),
    ("hvem kan få plads", "ask/eligibility"),
    ("hvem er målgruppen", "ask/eligibility"),
    ("kan min søn få et botilbud", "ask/eligibility"),
    ("hvem kan få det", "ask/eligibility"),
    ("hvad koster det", "ask/payment"),
    ("hvad skal jeg betale for at bo der", "ask/payment"),
    ("er der egenbetaling", "ask/payment"),
    ("hvilket telefonnummer skal jeg bruge", "ask/contact"),
    ("hvem skal jeg ringe til", "ask/contact"),
    ("hvordan klager jeg", "ask/complaint"),
    ("jeg vil klage over et afslag", "ask/complaint"),
    ("hej", "greet"),
    ("goddag", "greet"),
    ("hvordan søger jeg et pas", "out_of_scope"),
    ("hvornår bliver skraldet hentet", "out_of_scope"),
    ("hvordan bliver vejret i morgen", "out_of_scope"),
    ("hjælp han har taget en overdosis", "danger"),
    ("jeg vil ikke leve mere", "danger"),
]


# The year in which all texts are read.
YEAR = 2026


def said(text: str) -> dict[str, str | bool]:
    """The circumstances that a text states, by name."""
    return {one.name: one.value for one in circumstances_said(text, YEAR)}


class Listening:
    """The real embedding, and what it is asked to read."""

    def __init__(self, inner: Embedding) -> None:
        self._inner, self.name = inner, inner.name
        self.asked: list[str] = []

    def read(self, text: str) -> Reading:
        return self.read_all([text])[0]

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        self.asked += texts
        return self._inner.read_all(texts)


@pytest.fixture(scope="session")
def embedding() -> Embedding:
    """The embedding that ships: the tests need its packages."""
    opened = default_embedding()
    assert opened is not None
    return opened


@pytest.fixture(scope="session")
def places() -> Places:
    return load_places(CONTENT)


@pytest.fixture(scope="session")
def phrases() -> list[tuple[str, str]]:
    return read_topic_phrases(CONTENT)


@pytest.fixture(scope="session")
def marked() -> list[Marked]:
    """A fourth of the real marked messages: enough to learn from, and soon learnt."""
    return read_marked(ROOT / "data" / "several")[::4]


@pytest.fixture(scope="session")
def interpreter(places: Places, phrases: list[tuple[str, str]], marked: list[Marked]) -> Interpreter:
    return Interpreter.train(EXAMPLES, places, None, phrases, marked)


@pytest.fixture
def model_directory(tmp_path: Path, interpreter: Interpreter) -> Path:
    interpreter.save(tmp_path / "model")
    return tmp_path / "model"
