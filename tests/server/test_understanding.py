"""Who understands what a citizen writes: the service's own process for it, and Rasa only where that cannot."""

from __future__ import annotations

import asyncio
import os
import signal
import tarfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.processes import free_port
from bot.server.passing import Rasa
from bot.server.understanding import Understanding, threads_for
from bot.understanding.interpreter import Interpreter
from bot.understanding.places import load_places
from bot.understanding.understood import Understood
from tests.server.parts import rasa_at
from tests.understanding.conftest import CONTENT, EXAMPLES

TEXT = "hvad koster det"
TOPICS = {"payment": ("Egenbetaling", "Hvad koster det?"), "contact": ("Kontakt", "Hvem ringer jeg til?")}
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
        understanding = Understanding(model, TOPICS, threads=2)
        understanding.open()
        try:
            return await ask(understanding)
        finally:
            await understanding.close()

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


@given(processes=st.integers(1, 16), cores=st.integers(1, 64))
def test_services_beside_each_other_do_not_understand_on_more_threads_than_there_are_cores(
    processes: int, cores: int
) -> None:
    threads = threads_for(processes, cores)
    assert threads >= 1
    assert threads == 1 or processes * threads <= cores


def test_a_service_that_has_two_cores_to_itself_understands_two_messages_at_once() -> None:
    assert (threads_for(processes=1, cores=2), threads_for(processes=2, cores=2)) == (2, 1)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_messages_at_once_each_get_their_own_meaning(model: Path) -> None:
    texts = [f"{text} nummer {number}" for number in range(20) for text in ("hvad koster det", "hvem ringer jeg til")]

    async def all_of(understanding: Understanding) -> list[dict[str, Any] | None]:
        return list(await asyncio.gather(*map(understanding.of, texts)))

    interpreter = Interpreter.load_from_archive(model)
    for text, told in zip(texts, with_(model, all_of), strict=True):
        understood = Understood.from_mapping(text, told)
        assert understood.interpretation == interpreter.parse(text, understood.day)


def test_a_message_whose_process_is_killed_is_understood_by_the_next_one(model: Path) -> None:
    async def killed(understanding: Understanding) -> tuple[dict[str, Any] | None, bool]:
        await understanding.of("hej")
        before = understanding.pid
        assert before is not None
        # It reads nothing more, so the message is on its way when it dies.
        os.kill(before, signal.SIGSTOP)
        asked = asyncio.create_task(understanding.of(TEXT))
        await asyncio.sleep(0)
        os.kill(before, signal.SIGKILL)
        return await asked, understanding.pid not in (None, before)

    told, another = with_(model, killed)
    assert Understood.from_mapping(TEXT, told).interpretation.topics == ("payment",)
    assert another


def test_what_is_remembered_is_told_while_nothing_can_be_understood(model: Path) -> None:
    async def stopped(understanding: Understanding) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        first = await understanding.of(TEXT)
        assert understanding.pid is not None
        os.kill(understanding.pid, signal.SIGSTOP)
        try:
            return first, await asyncio.wait_for(understanding.of(TEXT), 1.0)
        finally:
            os.kill(understanding.pid, signal.SIGCONT)

    first, again = with_(model, stopped)
    assert first is not None
    assert again == first


def test_its_process_ends_with_the_service(model: Path) -> None:
    async def opened(understanding: Understanding) -> int | None:
        await understanding.of(TEXT)
        return understanding.pid

    pid = with_(model, opened)
    assert pid is not None
    assert not alive(pid)


def test_what_is_typed_is_found_by_meaning_once_a_model_is_read(model: Path) -> None:
    async def found(understanding: Understanding) -> tuple[bool, Any, bool, Any]:
        before = understanding.is_open, await understanding.found("hvad det koster i Thisted")
        await understanding.of(TEXT)
        return *before, understanding.is_open, await understanding.found("hvad det koster i Thisted")

    open_at_first, at_first, open_then, then = with_(model, found)
    assert (open_at_first, at_first, open_then) == (False, None, True)
    assert (then.topics[0], then.places) == ("payment", ("thisted",))


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
