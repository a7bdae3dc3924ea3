"""Who understands what a citizen writes: the service, and Rasa only where the service cannot."""

from __future__ import annotations

import asyncio
import tarfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiohttp import web

from bot.processes import free_port
from bot.server.passing import Rasa
from bot.server.understanding import Understanding
from bot.understanding.interpreter import Interpreter
from bot.understanding.places import load_places
from bot.understanding.understood import Understood
from tests.server.parts import rasa_at
from tests.understanding.conftest import CONTENT, EXAMPLES

TEXT = "hvad koster det"
Result = TypeVar("Result")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive such as Rasa's, with a small interpreter in it."""
    folder = tmp_path_factory.mktemp("model")
    Interpreter.train(EXAMPLES, load_places(CONTENT), None).save(folder / "understanding")
    with tarfile.open(folder / "model.tar.gz", "w:gz") as archive:
        archive.add(folder / "understanding", "components/understanding")
    return folder / "model.tar.gz"


def with_(model: Path, ask: Callable[[Understanding], Awaitable[Result]]) -> Result:
    """Open a model, and ask at once."""

    async def asked() -> Result:
        understanding = Understanding(model)
        understanding.open()
        try:
            return await ask(understanding)
        finally:
            understanding.close()

    return asyncio.run(asked())


def test_a_message_that_comes_before_the_model_is_read_is_understood_all_the_same(model: Path) -> None:
    told = with_(model, lambda understanding: understanding.of(TEXT))
    understood = Understood.from_mapping(TEXT, told)
    assert understood.interpretation.topics == ("payment",)
    assert understood.model == model.name


def test_a_question_that_repeats_is_understood_as_the_first_time(model: Path) -> None:
    async def twice(understanding: Understanding) -> list[dict[str, Any] | None]:
        return [await understanding.of(TEXT), await understanding.of(TEXT)]

    first, second = with_(model, twice)
    assert first == second


def test_where_nothing_is_trained_rasa_is_told_nothing(tmp_path: Path) -> None:
    assert with_(tmp_path / "none.tar.gz", lambda understanding: understanding.of(TEXT)) is None


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_where_half_a_model_is_read_rasa_is_told_nothing_and_the_log_says_why(
    model: Path, tmp_path: Path, share: float, caplog: pytest.LogCaptureFixture
) -> None:
    whole, broken = model.read_bytes(), tmp_path / "broken.tar.gz"
    broken.write_bytes(whole[: int(len(whole) * share)])
    assert with_(broken, lambda understanding: understanding.of(TEXT)) is None
    assert "the model cannot be read" in caplog.text


@pytest.mark.parametrize("door", ["webhook", "probe"])
def test_rasa_is_told_with_the_message_what_it_means(model: Path, door: str) -> None:
    bodies: list[dict[str, Any]] = []

    async def answer(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.json_response([{"text": "svar"}] if door == "webhook" else {"seconds": 0.1})

    async def ask(understanding: Understanding) -> None:
        port = free_port()
        async with rasa_at(port, **{door: answer}):
            rasa = Rasa([port], 5.0, understanding=understanding)
            await (rasa.send("nogen", TEXT) if door == "webhook" else rasa.probe(TEXT, 5.0))
            await rasa.close()

    with_(model, ask)
    (body,) = bodies
    assert Understood.from_mapping(body["message"], body["understood"]).interpretation.topics == ("payment",)
