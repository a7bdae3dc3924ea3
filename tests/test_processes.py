import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.processes import Child, free_port, listening, port_is_free, stop_all
from tests.running import wait_for


def child(tmp_path: Path, code: str) -> Child:
    return Child("it", [sys.executable, "-c", code], os.environ, tmp_path / "log" / "it.log")


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Child]:
    sleeping = child(tmp_path, "import time; time.sleep(60)")
    sleeping.start()
    yield sleeping
    sleeping.stop()


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def test_a_child_that_runs_is_left_alone(sleeper: Child) -> None:
    assert sleeper.tend() is None


def test_a_child_that_was_killed_is_started_again_after_a_pause(sleeper: Child) -> None:
    first = sleeper.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: sleeper.tend() is not None, 5, "the death is noticed")
    assert sleeper.pid is None
    wait_for(lambda: sleeper.tend() is not None, 5, "the child is started again")
    assert sleeper.pid not in (None, first)


def test_a_child_that_cannot_stay_alive_is_tried_at_longer_and_longer_intervals(tmp_path: Path) -> None:
    failing = child(tmp_path, "raise SystemExit(3)")
    failing.start()
    events: list[str] = []

    def two_deaths() -> bool:
        events.extend(event for event in [failing.tend()] if event and "code 3" in event)
        return len(events) == 2

    wait_for(two_deaths, 10, "two deaths")
    assert "again in 1 s" in events[0]
    assert "again in 2 s" in events[1]


def test_a_stopped_child_is_gone(sleeper: Child) -> None:
    pid = sleeper.pid
    sleeper.stop()
    assert pid is not None
    assert not is_alive(pid)


def test_what_a_child_prints_stands_in_its_log(tmp_path: Path) -> None:
    printing = child(tmp_path, "print('well', flush=True)")
    printing.start()
    wait_for(lambda: printing.log_file.read_text(encoding="utf-8") == "well\n", 10, "the line is in the log")
    printing.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_a_child_dies_with_a_parent_that_was_killed_without_warning(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from bot.processes import Child\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "c = Child('it', sleep, os.environ, Path(sys.argv[1]))\n"
        "c.start(); print(c.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "it.log")], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    grandchild = int(parent.stdout.readline())
    time.sleep(0.5)
    assert is_alive(grandchild)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_for(lambda: not is_alive(grandchild), 5, "the child is gone too")


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not port_is_free("127.0.0.1", server.getsockname()[1])


def test_a_free_port_is_free() -> None:
    assert port_is_free("127.0.0.1", free_port())


def test_an_address_of_another_machine_is_an_error_and_not_a_port_in_use() -> None:
    with pytest.raises(OSError, match="assign"):
        port_is_free("192.0.2.1", free_port())


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("shares", [False, True])
def test_a_port_that_somebody_else_listens_on_is_not_shared(count: int, shares: bool) -> None:
    with socket.socket() as other:
        if shares:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match="in use"):
            listening("127.0.0.1", other.getsockname()[1], count)


@pytest.mark.parametrize("count", [1, 3])
def test_sockets_of_one_port_let_people_in_and_keep_others_out(count: int) -> None:
    port = free_port()
    held = listening("127.0.0.1", port, count)
    assert [one.getsockname()[1] for one in held] == [port] * count
    assert not port_is_free("127.0.0.1", port)
    socket.create_connection(("127.0.0.1", port)).close()
    for one in held:
        one.close()


def test_a_child_inherits_the_sockets_that_it_is_given(tmp_path: Path) -> None:
    [held] = listening("127.0.0.1", free_port())
    code = f"import socket; socket.socket(fileno={held.fileno()}).accept()[0].sendall(b'hej')"
    taking = Child("it", [sys.executable, "-c", code], os.environ, tmp_path / "it.log", [held.fileno()])
    taking.start()
    with socket.create_connection(held.getsockname(), 10) as line:
        assert line.recv(3) == b"hej"
    taking.stop()
    held.close()


def test_all_children_are_gone_when_all_are_stopped(tmp_path: Path) -> None:
    started = [child(tmp_path, "import time; time.sleep(60)") for _ in range(3)]
    for one in started:
        one.start()
    pids = [one.pid for one in started]
    stop_all([*started, child(tmp_path, "it was never started")])
    assert not any(is_alive(pid) for pid in pids if pid is not None)
