"""The settings of one running assistant, read once from the environment and never changed."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("development", "production")
ACTION_PLACES = ("in-process", "http")
DESK, WEBHOOK = "desk", "webhook"
HANDOVER_PLACES = (DESK, WEBHOOK)
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
LONGEST_WARNING_SECONDS = 120.0


class SettingsError(ValueError):
    """A setting that cannot be used; the text is one line that names the variable and what it accepts."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations.

    Times are in seconds, lengths in characters or bytes. Without `rasa_enabled` the service does everything but let the
    robot answer; `rasa_port` 0 means any free port. `database` is the URL of
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
    rasa_port: int = 0
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
        return cls(
            host=values.get("HOST", "").strip() or cls.host,
            port=_number(values, "PORT", cls.port, low=1, high=HIGHEST_PORT),
            environment=environment,
            rest_enabled=_yes_no(values, "VEJVISER_REST", default=environment == "development"),
            rasa_enabled=_yes_no(values, "VEJVISER_RASA", default=cls.rasa_enabled),
            rasa_port=_number(values, "VEJVISER_RASA_PORT", cls.rasa_port, low=0, high=HIGHEST_PORT),
            actions=_one_of(values, "VEJVISER_ACTIONS", ACTION_PLACES, cls.actions),
            var_dir=_folder(values, "VEJVISER_VAR", cls.var_dir),
            content_dir=_folder(values, "VEJVISER_CONTENT", cls.content_dir),
            models_dir=_folder(values, "VEJVISER_MODELS", cls.models_dir),
            max_message_chars=_number(values, "VEJVISER_MAX_CHARS", cls.max_message_chars, low=50, high=10_000),
            answer_seconds=_number(values, "VEJVISER_ANSWER_SECONDS", int(cls.answer_seconds), low=1, high=120),
            database=values.get("VEJVISER_DATABASE", "").strip(),
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
        """Return the environment variables that give a child process these same settings."""
        return {
            "HOST": self.host,
            "PORT": str(self.port),
            "VEJVISER_ENV": self.environment,
            "VEJVISER_REST": "on" if self.rest_enabled else "off",
            "VEJVISER_RASA": "on" if self.rasa_enabled else "off",
            "VEJVISER_RASA_PORT": str(self.rasa_port),
            "VEJVISER_ACTIONS": self.actions,
            "VEJVISER_VAR": str(self.var_dir),
            "VEJVISER_CONTENT": str(self.content_dir),
            "VEJVISER_MODELS": str(self.models_dir),
            "VEJVISER_MAX_CHARS": str(self.max_message_chars),
            "VEJVISER_ANSWER_SECONDS": str(int(self.answer_seconds)),
            "VEJVISER_DATABASE": self.database,
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
