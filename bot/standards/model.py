"""The whole of content/: catalogue, standards, municipalities, general law and safety numbers."""

import datetime
from enum import Enum

from pydantic import ValidationError, conint, constr, root_validator, validator
from pydantic.error_wrappers import ErrorWrapper
from pydantic.errors import IntegerError

from bot.standards.base import Strict
from bot.standards.errors import HeadingError, UnitTwiceError
from bot.standards.opening_hours import OpeningHours
from bot.standards.topics import Topics
from bot.standards.values import Duration, Event, Phone

Slug = constr(regex=r"^[a-z0-9-]+$")


class TopicOrigin(str, Enum):
    """Where the answers of a topic come from."""

    STANDARD = "standard"
    LAW = "law"


class TopicEntry(Strict):
    """One question of the catalogue (content/topics.yml)."""

    label: str
    slug: Slug  # type: ignore[valid-type]
    example: str
    next: str
    origin: TopicOrigin

    class Config(Strict.Config):
        fields = {"origin": "from"}


class Service(Strict):
    """A service that standards exist for (content/services.yml)."""

    name: str
    aliases: tuple[str, ...] = ()


class Approval(Strict):
    """A political body and the day when it approved the standard."""

    body: str
    date: datetime.date


class LeftOut(Strict):
    """A number of the source document that no fact carries, with the reason."""

    text: str
    why: str


class Source(Strict):
    """The document that a standard was read from; `headings` are its headings in their order."""

    document: str
    sha256: constr(regex=r"^[0-9a-f]{64}$")  # type: ignore[valid-type]
    read: datetime.date
    headings: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()


class StandardStatus(str, Enum):
    """Whether the text has been adopted or only proposed."""

    ADOPTED = "adopted"
    PROPOSAL = "proposal"


class NotStated(Strict):
    """A topic the document is silent on; `remark`: what it says near it, `elsewhere`: where it points."""

    topic: str
    remark: str | None = None
    elsewhere: str | None = None
    heading: str | None = None


class Standard(Strict):
    """One version of one municipality's quality standard for one service."""

    service: str
    title: str
    status: StandardStatus
    approvals: tuple[Approval, ...] = ()
    valid_until: datetime.date | None = None
    source: Source
    topics: Topics
    not_stated: tuple[NotStated, ...] = ()

    @validator("not_stated", each_item=True, pre=True)
    def _bare_topic(cls, value: object) -> object:
        return {"topic": value} if isinstance(value, str) else value

    @root_validator(skip_on_failure=True)
    def _headings_exist(cls, values: dict) -> dict:
        known = set(values["source"].headings)
        topics = values["topics"]
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("topics", name, "heading"), heading)
            for name in topics.stated()
            for heading in getattr(topics, name).heading
        ] + [
            (("not_stated", index, "heading"), silent.heading)
            for index, silent in enumerate(values["not_stated"])
            if silent.heading is not None
        ]
        mistakes = [ErrorWrapper(HeadingError(heading=heading), loc) for loc, heading in named if heading not in known]
        if mistakes:
            raise ValidationError(mistakes, Standard)
        return values

    def silent(self, topic: str) -> NotStated | None:
        """The entry that says that `topic` is not stated, or None."""
        return next((entry for entry in self.not_stated if entry.topic == topic), None)


class MunicipalUnit(Strict):
    """A unit of a municipality, named as the contact routes of its standards name it."""

    name: str
    opening_hours: OpeningHours | None = None


class Municipality(Strict):
    """A municipality that has a standard here.

    opening_hours   absent where they are not known
    units           those with hours of their own; the municipality's hold for all others
    retention_days  after how many days without a word a conversation is erased; absent: the service's setting
    """

    slug: Slug  # type: ignore[valid-type]
    name: str
    region: Slug  # type: ignore[valid-type]
    opening_hours: OpeningHours | None = None
    units: tuple[MunicipalUnit, ...] = ()
    retention_days: conint(ge=1, le=365) | None = None  # type: ignore[valid-type]

    @validator("retention_days", pre=True)
    def _number(cls, value: object) -> object:
        if isinstance(value, bool):
            raise IntegerError()
        return value

    @validator("units")
    def _each_once(cls, value: tuple[MunicipalUnit, ...]) -> tuple[MunicipalUnit, ...]:
        names = [unit.name for unit in value]
        if twice := next((name for index, name in enumerate(names) if name in names[:index]), None):
            raise UnitTwiceError(name=twice)
        return value


class LawRule(Strict):
    """One rule of general law in our own words; `{name}` in the text is one of `durations` or `phones`.

    since      what its one duration counts from, where a citizen can be helped to count
    when_over  the rule that holds when that time has passed
    """

    topics: tuple[str, ...]
    text: str
    act: str | None = None
    section: str | None = None
    source: str
    read: datetime.date
    verified: bool
    durations: dict[str, Duration] = {}
    phones: dict[str, Phone] = {}
    municipalities: tuple[str, ...] = ()
    since: Event | None = None
    when_over: str | None = None

    class Config(Strict.Config):
        fields = {"since": "from"}
        allow_population_by_field_name = True


# The `use` of the number for danger to life.
LIFE = "life"


class SafetyNumber(Strict):
    """A public number for danger and distress; shown only where verified and not past its re-check day."""

    phone: Phone
    use: str
    label: str
    source: str
    read: datetime.date
    regions: tuple[str, ...] = ()
    recheck_by: datetime.date | None = None


class Content(Strict):
    """Everything that the assistant knows. `standards` is keyed by municipality and service."""

    topics: dict[str, TopicEntry]
    services: dict[str, Service]
    municipalities: dict[str, Municipality]
    standards: dict[tuple[str, str], tuple[Standard, ...]]
    law: dict[str, LawRule]
    safety: dict[str, SafetyNumber]
    version: str

    def topic_named(self, name: str) -> str | None:
        """The key of the topic of that name: its key, its key with hyphens (as in addresses), or its slug."""
        names = ((key, {key, key.replace("_", "-"), entry.slug}) for key, entry in self.topics.items())
        return next((key for key, known in names if name in known), None)

    def standard(self, municipality: str, service: str) -> Standard | None:
        """The newest version, or None. Older ones are kept for the record: an expired standard never falls back."""
        return next(reversed(self.standards.get((municipality, service), ())), None)
