"""The settings of one running assistant, read once from the environment and never changed."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("development", "production")
ACTION_PLACES = ("in-process", "http")
DESK, WEBHOOK = "desk", "webhook"
HANDOVER_PLACES = (DESK, WEBHOOK)
# What the supervisor tells each service of several beside the settings that all of them have.
PROCESS_SLOT, LISTEN_FDS = "VEJVISER_PROCESS_SLOT", "VEJVISER_LISTEN_FDS"
REDIS_SCHEMES = ("redis", "rediss", "unix")
SHORTEST_SECRET = 32
YES_NO = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
HIGHEST_PORT = 65535
MOST_PROCESSES = 16
LONGEST_WARNING_SECONDS = 120.0
# PostgreSQL lets 97 connections in by default. Each Rasa has two (trackers; handover), each service two for notices
# between processes, and the rest is divided.
_MOST_CONNECTIONS, _OTHER_CONNECTIONS, _FEWEST_CONNECTIONS, _CONNECTIONS_OF_SERVICE = 97, 4, 2, 16


class SettingsError(ValueError):
    """A setting that cannot be used; the text is one line that names the variable and what it accepts."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations.

    Times are in seconds, lengths in characters or bytes. Without `rasa_enabled` the service does everything but let the
    robot answer; `rasa_ports` are those of the Rasas, none for any free ones. `processes` is how many services answer
    behind one port, and how many Rasas behind them; with more than one, `database` must be PostgreSQL and `redis` the
    URL of the Redis that keeps Rasa's locks. `process_slot` is which of the services this one is, from 0 on, and
    `listen_fds` are the sockets that it inherits, its own first (none: it listens for itself). `database` is the URL of
    the conversation log, empty for a file in `var_dir`; `absent_seconds` is after how long without a sign of life
    somebody counts as gone from the desk, `late_seconds` after how long who waits there stands out; `origins` lists
    the other web pages that may use the chat, as bot/server/origins.py reads it; `proxies` is how many reverse proxies
    stand before the service. `handover` is where people work who take over conversations; the address and the secret
    of a municipality's own system (docs/webhook.md) are in no text of this object.
    """

    host: str = "127.0.0.1"
    port: int = 5005
    environment: str = "development"
    rest_enabled: bool = True
    rasa_enabled: bool = True
    rasa_ports: tuple[int, ...] = ()
    processes: int = 1
    process_slot: int = 0
    listen_fds: tuple[int, ...] = ()
    actions: str = "in-process"
    var_dir: Path = ROOT / "var"
    content_dir: Path = ROOT / "content"
    models_dir: Path = ROOT / "models"
    max_message_chars: int = 1000
    max_body_bytes: int = 64 * 1024
    answer_seconds: float = 15.0
    probe_seconds: float = 5.0
    probe_cache_seconds: float = 5.0
    max_conversations_in_memory: int = 10_000
    database: str = ""
    redis: str = field(default="", repr=False)
    idle_seconds: float = 30 * 60.0
    kept_days: int = 21
    absent_seconds: float = 90.0
    late_seconds: int = 180
    messages_per_minute: int = 20
    messages_per_minute_of_address: int = 300
    api_requests_per_minute: int = 120
    origins: str = ""
    proxies: int = 0
    handover: str = DESK
    webhook_url: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)

    @property
    def log_dir(self) -> Path:
        """The folder of all log files."""
        return self.var_dir / "log"

    @property
    def tracker_file(self) -> Path:
        """Rasa's tracker store when it is the embedded SQLite."""
        return self.var_dir / "conversations.sqlite"

    @property
    def database_url(self) -> str:
        """Where the conversation log is: a file of its own in `var_dir` unless `database` says otherwise."""
        return self.database or f"sqlite:///{self.var_dir / 'log.sqlite'}"

    @property
    def service_name(self) -> str:
        """What this service is called among those on its database; the same after every start."""
        return f"{socket.gethostname()}:{self.port}/{self.process_slot}"

    @property
    def connections(self) -> int:
        """How many connections to its database a service has at the most, beside those for notices."""
        share = _MOST_CONNECTIONS // self.processes - _OTHER_CONNECTIONS
        return max(_FEWEST_CONNECTIONS, min(_CONNECTIONS_OF_SERVICE, share))

    @property
    def warning_seconds(self) -> float:
        """How long before its closing a citizen is warned."""
        return min(LONGEST_WARNING_SECONDS, self.idle_seconds / 2)

    def make_folders(self) -> None:
        """Make var_dir and its folders; only the owner may read them, as they hold conversations.

        Raises OSError where that cannot be done.
        """
        self.var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.log_dir.mkdir(exist_ok=True, mode=0o700)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from environment variables; what is not set has its default.

        Raises SettingsError for a value that cannot be used.
        """
        values = os.environ if env is None else env
        environment = _one_of(values, "VEJVISER_ENV", ENVIRONMENTS, "development")
        handover = _one_of(values, "VEJVISER_HANDOVER", HANDOVER_PLACES, cls.handover)
        processes = _number(values, "VEJVISER_PROCESSES", cls.processes, low=1, high=MOST_PROCESSES)
        database, redis = values.get("VEJVISER_DATABASE", "").strip(), _redis(values)
        if processes > 1:
            _require_shared(processes, database, redis)
        return cls(
            host=values.get("HOST", "").strip() or cls.host,
            port=_number(values, "PORT", cls.port, low=1, high=HIGHEST_PORT),
            environment=environment,
            rest_enabled=_yes_no(values, "VEJVISER_REST", default=environment == "development"),
            rasa_enabled=_yes_no(values, "VEJVISER_RASA", default=cls.rasa_enabled),
            rasa_ports=_rasa_ports(values, processes),
            processes=processes,
            process_slot=_number(values, PROCESS_SLOT, cls.process_slot, low=0, high=MOST_PROCESSES - 1),
            listen_fds=_numbers(values, LISTEN_FDS, low=3, high=HIGHEST_PORT),
            actions=_one_of(values, "VEJVISER_ACTIONS", ACTION_PLACES, cls.actions),
            var_dir=_folder(values, "VEJVISER_VAR", cls.var_dir),
            content_dir=_folder(values, "VEJVISER_CONTENT", cls.content_dir),
            models_dir=_folder(values, "VEJVISER_MODELS", cls.models_dir),
            max_message_chars=_number(values, "VEJVISER_MAX_CHARS", cls.max_message_chars, low=50, high=10_000),
            answer_seconds=_number(values, "VEJVISER_ANSWER_SECONDS", int(cls.answer_seconds), low=1, high=120),
            database=database,
            redis=redis,
            idle_seconds=_number(values, "VEJVISER_IDLE_SECONDS", int(cls.idle_seconds), low=10, high=86_400),
            kept_days=_number(values, "VEJVISER_KEPT_DAYS", cls.kept_days, low=1, high=365),
            absent_seconds=_number(values, "VEJVISER_ABSENT_SECONDS", int(cls.absent_seconds), low=2, high=3600),
            late_seconds=_number(values, "VEJVISER_LATE_SECONDS", cls.late_seconds, low=10, high=86_400),
            messages_per_minute=_number(
                values, "VEJVISER_MESSAGES_PER_MINUTE", cls.messages_per_minute, low=1, high=100_000
            ),
            messages_per_minute_of_address=_number(
                values,
                "VEJVISER_ADDRESS_MESSAGES_PER_MINUTE",
                cls.messages_per_minute_of_address,
                low=1,
                high=1_000_000,
            ),
            api_requests_per_minute=_number(
                values, "VEJVISER_API_PER_MINUTE", cls.api_requests_per_minute, low=1, high=1_000_000
            ),
            origins=values.get("VEJVISER_ORIGINS", "").strip(),
            proxies=_number(values, "VEJVISER_PROXIES", cls.proxies, low=0, high=10),
            handover=handover,
            webhook_url=_webhook_url(values, handover == WEBHOOK, secure=environment == "production"),
            webhook_secret=_secret(values, "VEJVISER_WEBHOOK_SECRET", handover == WEBHOOK),
        )

    def as_env(self) -> dict[str, str]:
        """Return the environment variables that give a child process these same settings, but its own place."""
        return {
            "HOST": self.host,
            "PORT": str(self.port),
            "VEJVISER_ENV": self.environment,
            "VEJVISER_REST": "on" if self.rest_enabled else "off",
            "VEJVISER_RASA": "on" if self.rasa_enabled else "off",
            "VEJVISER_RASA_PORT": ",".join(map(str, self.rasa_ports)),
            "VEJVISER_PROCESSES": str(self.processes),
            "VEJVISER_ACTIONS": self.actions,
            "VEJVISER_VAR": str(self.var_dir),
            "VEJVISER_CONTENT": str(self.content_dir),
            "VEJVISER_MODELS": str(self.models_dir),
            "VEJVISER_MAX_CHARS": str(self.max_message_chars),
            "VEJVISER_ANSWER_SECONDS": str(int(self.answer_seconds)),
            "VEJVISER_DATABASE": self.database,
            "VEJVISER_REDIS": self.redis,
            "VEJVISER_IDLE_SECONDS": str(int(self.idle_seconds)),
            "VEJVISER_KEPT_DAYS": str(self.kept_days),
            "VEJVISER_ABSENT_SECONDS": str(int(self.absent_seconds)),
            "VEJVISER_LATE_SECONDS": str(self.late_seconds),
            "VEJVISER_MESSAGES_PER_MINUTE": str(self.messages_per_minute),
            "VEJVISER_ADDRESS_MESSAGES_PER_MINUTE": str(self.messages_per_minute_of_address),
            "VEJVISER_API_PER_MINUTE": str(self.api_requests_per_minute),
            "VEJVISER_ORIGINS": self.origins,
            "VEJVISER_PROXIES": str(self.proxies),
            "VEJVISER_HANDOVER": self.handover,
            "VEJVISER_WEBHOOK_URL": self.webhook_url,
            "VEJVISER_WEBHOOK_SECRET": self.webhook_secret,
        }


def _number(values: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    raw = values.get(name, "").strip()
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit() and low <= int(raw) <= high):
        raise SettingsError(f"{name}={raw!r}: a whole number from {low} to {high} was expected")
    return int(raw)


def _numbers(values: Mapping[str, str], name: str, low: int, high: int) -> tuple[int, ...]:
    raw = values.get(name, "").strip()
    parts = [part.strip() for part in raw.split(",")] if raw else []
    if not all(part.isascii() and part.isdigit() and low <= int(part) <= high for part in parts):
        raise SettingsError(f"{name}={raw!r}: whole numbers from {low} to {high}, with commas between, were expected")
    return tuple(map(int, parts))


def _rasa_ports(values: Mapping[str, str], processes: int) -> tuple[int, ...]:
    """Read one port (0 for any free one), the first of several, or a list of all."""
    name = "VEJVISER_RASA_PORT"
    ports = _numbers(values, name, low=0, high=HIGHEST_PORT)
    if ports in ((), (0,)):
        return ()
    if len(ports) == 1:
        ports = tuple(range(ports[0], ports[0] + processes))
    if len(set(ports)) != processes or min(ports) == 0 or max(ports) > HIGHEST_PORT:
        raise SettingsError(f"{name}={values[name]!r}: the first of {processes} ports, or {processes} ports, expected")
    return ports


def _redis(values: Mapping[str, str]) -> str:
    # The value is in none of the errors: it may hold a password.
    raw = values.get("VEJVISER_REDIS", "").strip()
    if raw and urlsplit(raw).scheme not in REDIS_SCHEMES:
        raise SettingsError("VEJVISER_REDIS: a URL was expected that begins with redis://, rediss:// or unix://")
    return raw


def _require_shared(processes: int, database: str, redis: str) -> None:
    if not database.startswith(("postgresql://", "postgresql+psycopg2://")):
        raise SettingsError(
            f"VEJVISER_PROCESSES={processes}: VEJVISER_DATABASE must name a PostgreSQL (postgresql://…)"
        )
    if not redis:
        raise SettingsError(f"VEJVISER_PROCESSES={processes}: VEJVISER_REDIS must name a Redis (redis://host:6379/0)")


def _one_of(values: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    raw = values.get(name, "").strip() or default
    if raw not in allowed:
        raise SettingsError(f"{name}={raw!r}: one of {', '.join(allowed)} was expected")
    return raw


def _yes_no(values: Mapping[str, str], name: str, default: bool) -> bool:
    raw = values.get(name, "").strip().lower()
    if not raw:
        return default
    if raw not in YES_NO:
        raise SettingsError(f"{name}={raw!r}: on or off was expected")
    return YES_NO[raw]


def _webhook_url(values: Mapping[str, str], required: bool, secure: bool) -> str:
    # The value is in none of the errors: people put keys into addresses.
    name = "VEJVISER_WEBHOOK_URL"
    raw = values.get(name, "").strip()
    if not raw:
        if required:
            raise SettingsError(f"{name}: VEJVISER_HANDOVER={WEBHOOK} needs it")
        return ""
    try:
        parts = urlsplit(raw)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    fitting = host and port != 0 and raw.isprintable() and " " not in raw and parts.scheme in ("http", "https")
    if not fitting or parts.username is not None:
        raise SettingsError(f"{name}: an http or https URL without user and password was expected")
    if secure and parts.scheme != "https" and not _is_loopback(host):
        raise SettingsError(f"{name}: in production an https URL was expected, as the host is not loopback")
    return raw


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(values: Mapping[str, str], name: str, required: bool) -> str:
    raw = values.get(name, "").strip()
    if (raw or required) and len(raw) < SHORTEST_SECRET:
        raise SettingsError(f"{name}: at least {SHORTEST_SECRET} characters were expected")
    return raw


def _folder(values: Mapping[str, str], name: str, default: Path) -> Path:
    raw = values.get(name, "").strip()
    path = Path(raw).expanduser().absolute() if raw else default
    if path.exists() and not path.is_dir():
        raise SettingsError(f"{name}={raw!r}: a folder was expected, this is a file")
    return path
