"""Serve the assistant: check the content, train if needed, then keep services and Rasas running behind one port."""

from __future__ import annotations

import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import FrameType

from bot.conversations.database import DatabaseError, open_database
from bot.processes import Child, free_port, listening, port_is_free, stop_all
from bot.server.origins import Origins, OriginsError
from bot.settings import LISTEN_FDS, PROCESS_SLOT, ROOT, Settings
from bot.standards.check import check_content
from bot.training import TrainingError, model_path, rasa_environment, train

TICK_SECONDS = 0.25
PROGRESS_SECONDS = 5.0
HEALTH_SECONDS = 10.0
REDIS_SECONDS = 3.0
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # where the own machine reaches such a server


class NotStartedError(RuntimeError):
    """Serving cannot start; the text says why, in lines to print."""


def serve(settings: Settings) -> int:
    """Serve until Ctrl-C or SIGTERM; return the exit code (0 stopped, 1 not started, 130 stopped earlier)."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    with ExitStack() as held:
        try:
            problem = _problem(settings)
            if problem:
                raise NotStartedError(problem)
            model = train(settings)
            # From here on nobody is turned away: who comes while a service is away waits for it, or for another one.
            sockets = [held.enter_context(one) for one in _listening(settings)]
        except NotStartedError as error:
            print(error, file=sys.stderr)
            return 1
        except TrainingError as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
        ports = settings.rasa_ports or tuple(free_port() for _ in range(settings.processes))
        _supervise(replace(settings, rasa_ports=ports), model, [one.fileno() for one in sockets])
    return 0


def serve_without_rasa(settings: Settings) -> int:
    """Be the service alone, with nothing trained and nobody beside it; return the exit code (0 stopped, 1 not started).

    One process: whoever started it (systemd, a container) starts it again.
    """
    # What only this command needs is loaded here: the supervisor of service and Rasa stays small.
    from bot.server.app import run

    if settings.processes > 1:
        print(f"error: VEJVISER_PROCESSES={settings.processes}: without Rasa there is one process", file=sys.stderr)
        return 1
    problem = _problem(settings)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    _say(f"Starting the service without Rasa. Ctrl-C stops it.\n{_addresses(settings)}")
    if not model_path(settings).exists():
        _say("No model is trained for this content: searches go by the letters alone (make train).")
    run(replace(settings, rasa_enabled=False))
    return 0


def _listening(settings: Settings) -> list[socket.socket]:
    """Return a listening socket for each service, on the port that they share. Raises NotStartedError."""
    try:
        return listening(settings.host, settings.port, settings.processes)
    except OSError:
        # It was free before the training.
        raise NotStartedError(_port_in_use(settings)) from None


def _port_in_use(settings: Settings) -> str:
    return (
        f"error: port {settings.port} of {settings.host} is in use (already running?); "
        f"choose another, for example: PORT={settings.port + 1} make run"
    )


def _problem(settings: Settings) -> str | None:
    """Return why serving cannot start, in lines to print; None if it can."""
    try:
        if not port_is_free(settings.host, settings.port):
            return _port_in_use(settings)
    except OSError as error:
        return f"error: HOST={settings.host!r} cannot be listened on: {error.strerror}"
    mistakes = check_content(settings.content_dir)
    if mistakes:
        return "\n".join([*mistakes, f"error: nothing starts on broken content ({len(mistakes)} mistakes)"])
    try:
        settings.make_folders()
        Origins.read(settings.origins)
        open_database(settings.database_url).dispose()
    except OSError as error:
        return f"error: {settings.var_dir} cannot be written to: {error.strerror}"
    except OriginsError as error:
        return f"error: VEJVISER_ORIGINS: {error}"
    except DatabaseError as error:
        return f"error: {error}"
    return _problem_of_redis(settings.redis) if settings.redis else None


def _problem_of_redis(url: str) -> str | None:
    # Loaded where it is used: most have none.
    import redis

    try:
        with redis.Redis.from_url(url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS) as asked:
            asked.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        # The text of the error may hold the address, and the address a password.
        return f"error: VEJVISER_REDIS: Redis does not answer ({type(error).__name__})"
    return None


def children(settings: Settings, model: Path, descriptors: Sequence[int]) -> list[Child]:
    """Return the processes of one assistant, not yet started: the services first, as they answer at once.

    `descriptors` are those of the listening sockets, one for each service.
    """
    made = []
    for slot, own in enumerate(descriptors):
        # Its own first; at the others it helps out.
        inherited = (own, *(other for other in descriptors if other != own))
        place = {PROCESS_SLOT: str(slot), LISTEN_FDS: ",".join(map(str, inherited))}
        env = {**rasa_environment(settings), **place}
        name, log_file = _named("service", slot, settings)
        made.append(Child(f"the {name}", [sys.executable, "-m", "bot.server"], env, log_file, inherited))
    for slot, port in enumerate(settings.rasa_ports):
        rasa = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port), "--quiet"]
        rasa += ["--credentials", str(ROOT / "credentials.yml"), "--endpoints", str(ROOT / "endpoints.yml")]
        rasa += ["-m", str(model)]
        name, log_file = _named("Rasa", slot, settings)
        made.append(Child(name, rasa, rasa_environment(settings), log_file))
    return made


def _named(name: str, slot: int, settings: Settings) -> tuple[str, Path]:
    """Return what one of several processes is called, and its log file; of one alone, without its number."""
    file = name.lower()
    if settings.processes == 1:
        return name, settings.log_dir / f"{file}.log"
    return f"{name} {slot}", settings.log_dir / f"{file}-{slot}.log"


def _supervise(settings: Settings, model: Path, descriptors: Sequence[int]) -> None:
    """Keep all processes running until interrupted, then end them."""
    running = children(settings, model, descriptors)
    started = time.monotonic()
    next_word = started + PROGRESS_SECONDS
    next_look = started
    ready = False
    try:
        several = "" if settings.processes == 1 else f", {settings.processes} of each"
        _say(f"Starting the service and Rasa{several} ...")
        for child in running:
            child.start()
        while True:
            time.sleep(TICK_SECONDS)
            for child in running:
                event = child.tend()
                if event:
                    _say(event)
            now = time.monotonic()
            if not ready and now >= next_look:
                next_look = now + 2 * TICK_SECONDS
                ready = is_healthy(settings)
                if ready:
                    _say(f"Ready in {time.monotonic() - started:.0f} s. Ctrl-C stops it.\n{_addresses(settings)}")
                elif now >= next_word:
                    next_word = now + PROGRESS_SECONDS
                    _say(f"  starting, {now - started:.0f} s so far")
    except KeyboardInterrupt:
        # From here on nothing may cut the ending short and leave a child behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _say("Stopping ...")
    finally:
        stop_all(running)


def is_healthy(settings: Settings) -> bool:
    """Ask the service whether messages are answered."""
    # No proxy of the environment: this is our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{_base_url(settings)}/health", timeout=HEALTH_SECONDS) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _base_url(settings: Settings) -> str:
    host = ANY_ADDRESS.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _addresses(settings: Settings) -> str:
    pages = {"chat": "/", "desk": "/desk", "look-up": "/lookup", "answers": "/svar", "API": "/api/v1/openapi.json"}
    if settings.rest_enabled:
        pages["REST"] = "/webhooks/rest/webhook"
    base = _base_url(settings)
    return "\n".join(f"  {name:<9}{base}{path}" for name, path in {**pages, "health": "/health"}.items())


def _say(text: str) -> None:
    print(text, flush=True)


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Make SIGTERM end everything in the same orderly way as Ctrl-C."""
    raise KeyboardInterrupt
