"""What a citizen reads when the conversation changes hands."""

from bot.wording import phrases
from bot.wording.i18n import text


def waiting(municipality: str, unit: str | None) -> str:
    """The conversation is in the queue of a municipality, named without "Kommune"."""
    return text("handover.waiting", whom=_unit_of(municipality, unit))


def with_person(name: str, unit: str | None) -> str:
    """A person has it."""
    return text("handover.with_person", person=_person(name, unit))


def forwarded(unit: str | None) -> str:
    """A person has sent it on into the queue of a unit, or of anybody."""
    return text("handover.forwarded") if unit is None else text("handover.forwarded_to_unit", unit=unit)


def back_with_robot(name: str) -> str:
    """A person has given it back to the robot."""
    return text("handover.back_with_robot", name=name)


def left_queue() -> str:
    """The citizen does not wait any longer."""
    return text("handover.left_queue")


def left_person() -> str:
    """The citizen has ended the talk with the person."""
    return text("handover.left_person")


def person_lost() -> str:
    """The person's connection is gone, and the conversation is back in the queue."""
    return text("handover.person_lost")


def nobody_there() -> str:
    """Nobody is at the desk any more, so there is nothing to wait for."""
    return text("handover.nobody_there")


def callback_noted(receipt: str) -> str:
    """Somebody will call."""
    return text("handover.callback_noted", receipt=receipt)


def callback_settled(outcome: str) -> str:
    """What became of the wish to be called: not_reached, reached or done."""
    return text(f"handover.callback_settled.{outcome}")


def ended(name: str) -> str:
    """A person has ended the conversation."""
    return text("handover.ended", name=name)


def _person(name: str, unit: str | None) -> str:
    return name if unit is None else text("handover.person_of_unit", name=name, unit=unit)


def _unit_of(municipality: str, unit: str | None) -> str:
    named = phrases.municipality(municipality)
    if unit is None:
        return text("handover.whom", municipality=named)
    return text("handover.whom_of_unit", municipality=named, unit=unit)
