"""Whether a condition of a standard holds: yes, no, or not known yet."""

from bot.answers.circumstances import AgeSpan, Circumstances
from bot.standards.values import AgeLimit, Condition


def holds(condition: Condition | None, circumstances: Circumstances) -> bool | None:
    """True, False, or None where it depends on something that is not known."""
    if condition is None:
        return True
    if condition.any:
        return _any([holds(part, circumstances) for part in condition.any])
    parts: list[bool | None] = []
    if condition.age is not None:
        parts.append(_age_holds(condition.age, circumstances.age))
    if condition.early_retirement_pension is not None:
        known = circumstances.early_retirement_pension
        parts.append(None if known is None else known == condition.early_retirement_pension)
    return _all(parts)


def age_limits(condition: Condition | None) -> tuple[AgeLimit, ...]:
    """All age limits that a condition names, those of its alternatives too."""
    if condition is None:
        return ()
    own = (condition.age,) if condition.age is not None else ()
    return own + tuple(limit for part in condition.any for limit in age_limits(part))


def names_pension(condition: Condition | None) -> bool:
    """Whether a condition asks about early retirement pension anywhere."""
    if condition is None:
        return False
    return condition.early_retirement_pension is not None or any(map(names_pension, condition.any))


def _age_holds(limit: AgeLimit, age: AgeSpan | None) -> bool | None:
    if age is None:
        return None
    top = float("inf") if limit.highest is None else limit.highest
    oldest = float("inf") if age.highest is None else age.highest
    if limit.lowest <= age.lowest and oldest <= top:
        return True
    if oldest < limit.lowest or age.lowest > top:
        return False
    return None


def _any(parts: list[bool | None]) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False


def _all(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True
