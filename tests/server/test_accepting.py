"""Services that inherit their sockets from whoever started them, as real processes."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.processes import Child, free_port, listening
from tests.running import status_of, wait_for

START_SECONDS, PATIENCE_SECONDS = 60.0, 20.0
MANY = 40
ESTABLISHED = "01"  # in the kernel's table of connections
REQUEST = b"GET /chat/stream HTTP/1.1\r\nHost: vejviser\r\n\r\n"


def start(sockets: list[socket.socket], folder: Path, **env: str) -> list[Child]:
    """Start a service for each socket, its own first among those that it inherits."""
    port = sockets[0].getsockname()[1]
    made = []
    for slot, own in enumerate(sockets):
        (folder / str(slot)).mkdir()
        descriptors = [own.fileno(), *(one.fileno() for one in sockets if one is not own)]
        places = {
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "VEJVISER_VAR": str(folder / str(slot)),
            "VEJVISER_RASA_PORT": str(free_port()),
            "VEJVISER_PROCESS_SLOT": str(slot),
            "VEJVISER_LISTEN_FDS": ",".join(map(str, descriptors)),
        }
        command = [sys.executable, "-m", "bot.server"]
        made.append(Child("it", command, {**os.environ, **places, **env}, folder / f"{slot}.log", descriptors))
        made[-1].start()
    return made


@pytest.fixture
def running() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def two(tmp_path: Path, running: ExitStack, postgresql_url: str) -> tuple[int, list[Child]]:
    """The port of two services, and the services."""
    sockets = [running.enter_context(one) for one in listening("127.0.0.1", free_port(), count=2)]
    shared = {
        "VEJVISER_DATABASE": postgresql_url,
        "VEJVISER_REDIS": "redis://127.0.0.1:6379/0",
        "VEJVISER_PROCESSES": "2",
    }
    services = start(sockets, tmp_path, **shared)
    for one in services:
        running.callback(one.stop)
    port = sockets[0].getsockname()[1]
    wait_for(lambda: status_of(f"http://127.0.0.1:{port}/health") == 503, START_SECONDS, "they answer")
    wait_for(lambda: all(served_by(one, port) for one in services), START_SECONDS, "both answer")
    return port, services


def served_by(service: Child, port: int) -> bool:
    """Tell whether a service takes in any of many connections."""
    with ExitStack() as lines:
        for _ in range(MANY):
            answered(lines.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)))
        return taken_in(service, port) > 0


def taken_in(service: Child, port: int) -> int:
    """Return how many open connections to a port a service has."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    open_ones = {f"socket:[{one[9]}]" for one in lines if one[1].endswith(f":{port:04X}") and one[3] == ESTABLISHED}
    mine = set()
    for link in Path(f"/proc/{service.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            mine.add(os.readlink(link))
    return len(open_ones & mine)


def answered(line: socket.socket) -> bool:
    line.sendall(REQUEST)
    return line.recv(4096).startswith(b"HTTP/1.1 401")


def test_of_many_connections_that_stay_open_each_of_two_services_has_its_share(two: tuple[int, list[Child]]) -> None:
    port, services = two
    with ExitStack() as lines:
        for _ in range(MANY):
            assert answered(lines.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)))
        shares = [taken_in(one, port) for one in services]
    assert min(shares) >= MANY // 8


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_who_comes_to_a_service_that_is_dead_or_busy_is_taken_in_by_the_other(
    two: tuple[int, list[Child]], how: signal.Signals
) -> None:
    port, services = two
    assert services[1].pid is not None
    os.kill(services[1].pid, how)
    try:
        for _ in range(MANY):
            with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as line:
                assert answered(line)
    finally:
        if how is signal.SIGSTOP:
            os.kill(services[1].pid, signal.SIGCONT)


def test_who_comes_while_the_only_service_is_dead_waits_for_its_next_life(tmp_path: Path, running: ExitStack) -> None:
    [own] = [running.enter_context(one) for one in listening("127.0.0.1", free_port())]
    port = own.getsockname()[1]
    [service] = start([own], tmp_path)
    running.callback(service.stop)
    wait_for(lambda: status_of(f"http://127.0.0.1:{port}/health") == 503, START_SECONDS, "it answers")
    assert service.pid is not None
    os.kill(service.pid, signal.SIGKILL)
    wait_for(lambda: service.tend() is not None, PATIENCE_SECONDS, "its death is noticed")
    with socket.create_connection(("127.0.0.1", port), START_SECONDS) as line:
        line.sendall(REQUEST)
        wait_for(lambda: service.tend() is not None, PATIENCE_SECONDS, "it is started again")
        assert line.recv(4096).startswith(b"HTTP/1.1 401")
