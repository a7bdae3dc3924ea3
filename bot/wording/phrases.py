"""Values as short Danish phrases: durations, dates, money, conditions, lists, ways of contact."""

import datetime
from collections.abc import Sequence

from bot.answers.circumstances import AgeSpan, Circumstances
from bot.standards.values import Address, AgeLimit, Amount, Condition, Duration, Provider, Route
from bot.wording.i18n import text


def duration(value: Duration) -> str:
    """A length of time: "8 uger"."""
    return text(f"phrases.duration.{value.unit.value}", count=value.count)


def interval(value: Duration) -> str:
    """How often: "én gang om året"."""
    return text(f"phrases.interval.{value.unit.value}", count=value.count)


def date(value: datetime.date) -> str:
    """A day: "22. juni 2022"."""
    month = text(f"phrases.month.m{value.month}")
    return text("phrases.date", day=value.day, month=month, year=value.year)


def money(value: Amount) -> str:
    """An amount with a point between thousands: "1.800 kr."."""
    return text("phrases.money", amount=f"{value.kroner:,}".replace(",", "."))


def listed(items: Sequence[str], joint: str = "and") -> str:
    """Items in one line; `joint` is "and" or "or"."""
    if len(items) < 2:
        return "".join(items)
    comma, last = text("phrases.list.comma"), text(f"phrases.list.{joint}")
    return comma.join(items[:-1]) + last + items[-1]


def bullets(items: Sequence[str]) -> str:
    """Items as lines of their own."""
    return "\n".join(text("phrases.bullet", text=item) for item in items)


def municipality(name: str) -> str:
    """The municipality with its kind: "Thisted Kommune"."""
    return text("phrases.municipality", name=name)


def condition(value: Condition) -> str:
    """When a value holds, to follow "Er du": "under 30 år og ikke tilkendt førtidspension"."""
    if value.any:
        return listed([condition(part) for part in value.any], joint="or")
    parts = [] if value.age is None else [age_limit(value.age)]
    if value.early_retirement_pension is not None:
        granted = "granted" if value.early_retirement_pension else "not_granted"
        parts.append(text(f"phrases.condition.pension.{granted}"))
    return listed(parts)


def age_limit(value: AgeLimit) -> str:
    """An age limit as the document draws it: "fyldt 30 år", "over 30 år", "under 30 år"."""
    given = [(name, getattr(value, name)) for name in ("at_least", "above", "below")]
    return listed([text(f"phrases.condition.age.{name}", years=years) for name, years in given if years is not None])


def conditional(when: Condition | None, sentence: str) -> str:
    """A sentence behind its condition, or bare where it always holds."""
    if when is None:
        return sentence
    return text("phrases.condition.prefix", condition=condition(when), text=sentence[:1].lower() + sentence[1:])


def case(value: Circumstances, of_another: bool = False) -> str:
    """One case of a question, as a button says it: "Under 30 år, uden førtidspension".

    `of_another`: it is not the writer whom the question is about.
    """
    known = value.early_retirement_pension
    granted = "granted" if known else "not_granted"
    if value.age is None:
        return text(f"phrases.case.{'pension_of_another' if of_another else 'pension_alone'}.{granted}")
    age = age_span(value.age)
    if known is None:
        return age
    return text("phrases.case.join", age=age, pension=text(f"phrases.case.pension.{granted}"))


def age_span(value: AgeSpan) -> str:
    """A stretch of age: "Under 30 år", "30 år", "30 år eller mere"."""
    if value.highest is None:
        return text("phrases.case.age.from", years=value.lowest)
    if value.lowest == value.highest:
        return text("phrases.case.age.exact", years=value.lowest)
    if value.lowest == 0:
        return text("phrases.case.age.below", years=value.highest + 1)
    return text("phrases.case.age.between", lowest=value.lowest, highest=value.highest)


def route(value: Route) -> str:
    """How to reach one unit, without its condition."""
    if value.phone and value.email:
        return text("phrases.route.phone_email", unit=value.unit, phone=value.phone, email=value.email)
    if value.phone:
        return text("phrases.route.phone", unit=value.unit, phone=value.phone)
    if value.email:
        return text("phrases.route.email", unit=value.unit, email=value.email)
    return text("phrases.route.unit", unit=value.unit)


def route_extras(value: Route) -> list[str]:
    """The slower ways to reach a unit: post and Digital Post."""
    extras = [] if value.address is None else [address(value.address)]
    return extras + ([text("phrases.route.digital_post")] if value.digital_post else [])


def address(value: Address) -> str:
    """A postal address as a sentence."""
    return text("phrases.route.address", **value.dict())


def provider(value: Provider) -> str:
    """A facility with its address."""
    kind = "self_governing" if value.self_governing else "plain"
    return text(f"phrases.provider.{kind}", name=value.name, **value.address.dict())
