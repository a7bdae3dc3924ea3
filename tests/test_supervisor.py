import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest

from bot.processes import free_port
from bot.settings import Settings
from bot.supervisor import _supervise, children, is_healthy, serve, serve_without_rasa


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings(), port=free_port(), var_dir=tmp_path / "var", models_dir=tmp_path / "models")


def test_a_port_in_use_is_said_in_one_line_before_anything_is_trained(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", settings.port)):
        assert serve(settings) == 1
    error = capsys.readouterr().err.strip()
    assert str(settings.port) in error
    assert "\n" not in error
    assert not settings.models_dir.exists()


def test_a_host_that_is_not_this_machine_is_said_in_one_line(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(replace(settings, host="192.0.2.1")) == 1
    error = capsys.readouterr().err.strip()
    assert "192.0.2.1" in error
    assert "\n" not in error


def test_nothing_starts_on_broken_content(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "topics.yml").write_text("nonsense: [", encoding="utf-8")
    assert serve(replace(settings, content_dir=content)) == 1
    assert "topics.yml" in capsys.readouterr().err
    assert not settings.models_dir.exists()


def test_an_assistant_that_is_not_there_is_not_healthy(settings: Settings) -> None:
    assert not is_healthy(settings)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"database": "mysql://a@127.0.0.1/b"}, "mysql"),
        ({"database": "postgresql://a:hemmelig@127.0.0.1:1/b"}, "127.0.0.1"),
        ({"origins": "thisted=*"}, "VEJVISER_ORIGINS"),
        ({"redis": "redis://:hemmelig@127.0.0.1:1/0"}, "VEJVISER_REDIS"),
    ],
)
def test_what_the_chat_cannot_work_with_is_said_in_one_line(
    settings: Settings, capsys: pytest.CaptureFixture[str], change: dict[str, Any], named: str
) -> None:
    assert serve(replace(settings, **change)) == 1
    error = capsys.readouterr().err.strip()
    assert named in error
    assert "\n" not in error
    assert "hemmelig" not in error
    assert not settings.models_dir.exists()


def test_without_rasa_there_is_one_process(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve_without_rasa(replace(settings, processes=2)) == 1
    assert "VEJVISER_PROCESSES" in capsys.readouterr().err


def test_one_assistant_is_a_service_and_a_rasa(settings: Settings) -> None:
    made = children(replace(settings, rasa_ports=(7001,)), Path("model"), [11])
    assert [(one.name, one.log_file.name) for one in made] == [
        ("the service", "service.log"),
        ("Rasa", "rasa.log"),
    ]


def test_of_several_each_has_its_own_number_log_and_place(settings: Settings) -> None:
    made = children(replace(settings, processes=2, rasa_ports=(7001, 7005)), Path("model"), [11, 12])
    assert len({one.log_file for one in made}) == len({one.name for one in made}) == 4


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C is heard, also where tests run unattended; ending leaves no signal behind that is not heard any more."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    # A shell has what it runs in the background ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.usefixtures("interruptible")
def test_the_seconds_of_a_start_count_until_the_answer_that_it_is_ready(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class SlowHealth(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(1.2)
            self.send_response(200)
            self.end_headers()
            Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()

    server = HTTPServer(("127.0.0.1", settings.port), SlowHealth)
    Thread(target=server.serve_forever, daemon=True).start()
    _supervise(replace(settings, host="127.0.0.1", rasa_ports=()), tmp_path / "no-model", [])
    server.shutdown()
    server.server_close()
    ready = re.search(r"Ready in (\d+) s", capsys.readouterr().out)
    assert ready is not None
    assert int(ready[1]) >= 1
