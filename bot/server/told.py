"""What is told of the person an answer is for, as addresses and bodies carry it: `age` and `pension`."""

from __future__ import annotations

from bot.answers.circumstances import AgeSpan, Circumstances

_PENSIONS = {"yes": True, "no": False}
_AGE, _PENSION = "age", "pension"


class BadParameterError(ValueError):
    """A parameter that cannot be read; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def circumstances_of(age: object, pension: object) -> Circumstances:
    """Read "24", "0-29" or "30-", and "yes" or "no"; None where nothing is told. Raises BadParameterError."""
    if pension is not None and (not isinstance(pension, str) or pension not in _PENSIONS):
        raise BadParameterError(_PENSION)
    if age is not None and not isinstance(age, str):
        raise BadParameterError(_AGE)
    try:
        span = None if age is None else AgeSpan.parse(age)
    except ValueError:
        raise BadParameterError(_AGE) from None
    return Circumstances(age=span, early_retirement_pension=None if pension is None else _PENSIONS[pension])


def told(circumstances: Circumstances) -> dict[str, str | None]:
    """Return them as `circumstances_of` reads them."""
    names = {granted: name for name, granted in _PENSIONS.items()}
    granted = circumstances.early_retirement_pension
    return {
        _AGE: None if circumstances.age is None else str(circumstances.age),
        _PENSION: None if granted is None else names[granted],
    }
