"""Picking the conditional values that apply, and working out what one question would settle the rest."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.conditions import age_limits, holds, names_pension

AGE = "age"
PENSION = "early_retirement_pension"


@dataclasses.dataclass(frozen=True)
class Selection:
    """The outcome of picking among values with conditions.

    values     those that apply; where that is not settled, every one that still may
    needs      the circumstances that would settle it, in the order to ask; empty where it is settled
    undecided  the document has values, but none for these circumstances: `values` then holds them all
    """

    values: tuple[Any, ...]
    needs: tuple[str, ...] = ()
    undecided: bool = False


def select(values: Sequence[Any], circumstances: Circumstances) -> Selection:
    """Pick among `values` (each with a `when`) for these circumstances."""
    verdicts = [(value, holds(value.when, circumstances)) for value in values]
    open_values = [value for value, verdict in verdicts if verdict is None]
    if open_values:
        possible = tuple(value for value, verdict in verdicts if verdict is not False)
        return Selection(possible, needs=_needs(open_values, circumstances))
    chosen = tuple(value for value, verdict in verdicts if verdict)
    if values and not chosen:
        return Selection(tuple(values), undecided=True)
    return Selection(chosen)


def choices(values: Sequence[Any], circumstances: Circumstances) -> tuple[Circumstances, ...]:
    """The answers to one single question that settles `values`: one set of circumstances for each case that differs.

    The ages are cut where the conditions cut them; a case is split by pension only where pension changes the outcome.
    """
    conditions = [value.when for value in values]
    pensions = any(map(names_pension, conditions)) and circumstances.early_retirement_pension is None
    result: list[Circumstances] = []
    for span in _spans(conditions, circumstances.age):
        case = dataclasses.replace(circumstances, age=span)
        if pensions and select(values, case).needs:
            result += [dataclasses.replace(case, early_retirement_pension=known) for known in (False, True)]
        else:
            result.append(case)
    return tuple(result)


def _needs(values: Sequence[Any], circumstances: Circumstances) -> tuple[str, ...]:
    needs = []
    conditions = [value.when for value in values]
    limits = [limit for condition in conditions for limit in age_limits(condition)]
    if limits and (circumstances.age is None or len(_spans(conditions, circumstances.age)) > 1):
        needs.append(AGE)
    if any(map(names_pension, conditions)) and circumstances.early_retirement_pension is None:
        needs.append(PENSION)
    return tuple(needs)


def _spans(conditions: Sequence[Any], known: AgeSpan | None) -> list[AgeSpan | None]:
    """The stretches of age within `known` between which no condition changes its verdict."""
    limits = [limit for condition in conditions for limit in age_limits(condition)]
    if not limits:
        return [known]
    starts = {limit.lowest for limit in limits} | {limit.highest + 1 for limit in limits if limit.highest is not None}
    lowest, highest = (known.lowest, known.highest) if known else (0, None)
    cuts = sorted(cut for cut in starts if cut > lowest and (highest is None or cut <= highest))
    edges = [lowest, *cuts]
    ends: list[int | None] = [cut - 1 for cut in cuts]
    return [AgeSpan(start, end) for start, end in zip(edges, [*ends, highest], strict=True)]
