"""Which numbers for danger may be shown today, and where."""

import datetime

from bot.standards.model import Content, SafetyNumber


def safety_numbers(content: Content, municipality: str | None, date: datetime.date) -> tuple[SafetyNumber, ...]:
    """The numbers for the whole country and for the municipality's region, without those past their re-check day."""
    known = content.municipalities.get(municipality or "")
    region = None if known is None else known.region
    return tuple(
        number
        for number in content.safety.values()
        if (not number.regions or region in number.regions) and (number.recheck_by is None or date < number.recheck_by)
    )
