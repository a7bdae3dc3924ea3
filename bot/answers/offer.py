"""What can be offered to somebody who wants a person."""

import enum
from dataclasses import dataclass

from bot.answers.opening import Opening


class Way(str, enum.Enum):
    """The queue of people who are there, a call-back, a wish that is passed on, or the telephone number alone."""

    QUEUE = "queue"
    CALLBACK = "callback"
    PASS_ON = "pass_on"
    PHONE = "phone"


# What can be said yes to.
ASKABLE = (Way.QUEUE, Way.PASS_ON)


@dataclass(frozen=True)
class Offer:
    """What can be offered for a municipality's unit, and what holds of its opening hours.

    unit          the unit that it is about, None for the municipality as a whole
    ahead         how many wait already
    wait_seconds  what others have typically waited of late, None where it cannot be said
    """

    way: Way
    opening: Opening
    unit: str | None = None
    ahead: int = 0
    wait_seconds: int | None = None
