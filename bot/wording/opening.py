"""Whether it is open, until when and when next, as citizens and staff read it."""

import datetime

from bot.answers.opening import Opening, OpeningState
from bot.wording import phrases
from bot.wording.i18n import has, text

# From so far ahead on, a weekday and a date are told with their year.
_DAYS_WITHOUT_YEAR = 180


def opening(value: Opening, moment: datetime.datetime) -> str:
    """Sentences for citizens: "Der er lukket. Der åbner igen i morgen kl. 9."; `moment` is the one it was asked for."""
    if value.state is OpeningState.UNKNOWN:
        return text("opening.unknown")
    if value.state is OpeningState.OPEN:
        return (
            text("opening.open.until", until=_until(value.until, moment)) if value.until else text("opening.open.now")
        )
    opens = text("opening.closed.opens", opens=when(value.opens, moment)) if value.opens else None
    return " ".join([_closed(value.why), opens or text("opening.closed.not_soon")])


def short(value: Opening, moment: datetime.datetime) -> str:
    """The same in few words and without a reason: "Åbent til kl. 15.30"."""
    if value.state is OpeningState.UNKNOWN:
        return text("opening.short.unknown")
    if value.state is OpeningState.OPEN:
        return (
            text("opening.short.until", until=_until(value.until, moment))
            if value.until
            else text("opening.short.open")
        )
    return text("opening.short.opens", opens=when(value.opens, moment)) if value.opens else text("opening.short.closed")


def when(time: datetime.datetime, moment: datetime.datetime) -> str:
    """A time to come as seen from a moment: "i dag kl. 13", "i morgen kl. 9", "mandag den 4. januar kl. 9".

    Both on the clocks of `time`.
    """
    today = moment.astimezone(time.tzinfo).date()
    return text("opening.moment", day=_day(time.date(), today), time=clock(time))


def clock(time: datetime.datetime) -> str:
    """A time of day as it follows "kl.": "9", "15.30"."""
    return text("opening.clock", hour=time.hour, minute=f"{time.minute:02}") if time.minute else str(time.hour)


def _until(time: datetime.datetime, moment: datetime.datetime) -> str:
    """When it closes; the midnight that ends the day is 24, not 0 of tomorrow."""
    today = moment.astimezone(time.tzinfo).date()
    days = (time.date() - today).days
    if days == 0:
        return text("opening.time", time=clock(time))
    if days == 1 and time.time() == datetime.time():
        return text("opening.time", time=24)
    return when(time, moment)


def _day(day: datetime.date, today: datetime.date) -> str:
    days = (day - today).days
    if days in (0, 1):
        return text("opening.day.tomorrow" if days else "opening.day.today")
    month = text(f"phrases.month.m{day.month}")
    date = text("opening.date", day=day.day, month=month) if days < _DAYS_WITHOUT_YEAR else phrases.date(day)
    return text("opening.day.later", weekday=text(f"opening.weekday.w{day.isoweekday()}"), date=date)


def _closed(why: str | None) -> str:
    if why is None:
        return text("opening.closed.now")
    holiday = f"opening.holiday.{why}"
    if has(holiday):
        return text("opening.closed.holiday", holiday=text(holiday))
    return text("opening.closed.reason", reason=why.rstrip("."))
