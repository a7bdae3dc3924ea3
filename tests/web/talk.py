"""How a citizen and a person at the desk come together."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.desk_page import DeskPage
from tests.web.page import Embedded, word

QUESTION = "Hvor lang er sagsbehandlingstiden? Jeg er 24 år"


def comes_to_lise(desk: DeskPage, citizen: Embedded) -> str:
    """Bring a citizen and Lise together; return their conversation."""
    citizen.want_person()
    desk.claim(citizen.reference)
    expect(citizen.panel).to_contain_text(word("with_person.text", person="Lise"))
    return citizen.reference


def place(position: int) -> str:
    """Return what who waits is told about the place in the queue."""
    return word("queue.next") if position == 1 else word("queue.position", position=position)
