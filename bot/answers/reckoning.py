"""Help to count: the last day of a stated time limit, from a day that a citizen tells. Decides nothing."""

import calendar
import dataclasses
import datetime

from bot.standards.model import Content, LawRule
from bot.standards.topics import TopicFacts
from bot.standards.values import Deadline, Duration, Event, Unit

# The time limit of a topic whose start a citizen can tell.
_LIMITS = {"complaint": "within", "processing_time": "deadline"}
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}


@dataclasses.dataclass(frozen=True)
class DatedEvent:
    """Something that happened, and the day."""

    event: Event
    day: datetime.date


@dataclasses.dataclass(frozen=True)
class Reckoning:
    """A time limit counted from a day.

    start      what it counts from
    limit      how long it is
    last       its last day
    over       whether that day has passed
    by_law     the rule of general law that says from when it counts; None where the standard says so
    when_over  the verified rule for those who are late, where it is over and there is one
    """

    start: DatedEvent
    limit: Duration
    last: datetime.date
    over: bool
    by_law: LawRule | None = None
    when_over: LawRule | None = None


def reckon(
    content: Content, topic: str, stated: TopicFacts | None, dated: DatedEvent | None, today: datetime.date
) -> Reckoning | None:
    """Count the topic's time limit from what happened, or None where the content does not say enough to count.

    A limit of the standard counts from where the standard says. Where it names no start, a verified rule of law may
    do so, if both name the same length; where the standard is silent, that rule stands alone.
    """
    if dated is None or dated.day > today or topic not in _LIMITS:
        return None
    own: Deadline | None = getattr(stated, _LIMITS[topic]) if stated is not None else None
    if own is not None and own.since is dated.event:
        return _counted(content, dated, own.at_most, None, today)
    rule = _rule(content, topic, dated.event)
    if rule is None:
        return None
    (limit,) = rule.durations.values()
    if own is not None and (own.since is not None or own.at_most != limit):
        return None
    return _counted(content, dated, limit, rule, today)


def last_day(start: datetime.date, limit: Duration) -> datetime.date | None:
    """The day on which a limit ends, the day of the event not counted.

    None for hours, nights and weekdays: without a calendar of holidays the latter would be a guess.
    """
    if limit.unit in _DAYS:
        return start + datetime.timedelta(limit.count * _DAYS[limit.unit])
    if limit.unit in _MONTHS:
        year, month = divmod(start.year * 12 + start.month - 1 + limit.count * _MONTHS[limit.unit], 12)
        return datetime.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    return None


def _rule(content: Content, topic: str, event: Event) -> LawRule | None:
    """The verified rule that counts this topic's time from this event."""
    rules = [rule for rule in content.law.values() if rule.verified and topic in rule.topics and rule.since is event]
    return rules[0] if len(rules) == 1 else None


def _counted(
    content: Content, dated: DatedEvent, limit: Duration, rule: LawRule | None, today: datetime.date
) -> Reckoning | None:
    last = last_day(dated.day, limit)
    if last is None:
        return None
    over = last < today
    late = content.law.get(rule.when_over) if rule is not None and rule.when_over is not None and over else None
    return Reckoning(dated, limit, last, over, rule, late if late is not None and late.verified else None)
