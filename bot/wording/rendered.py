"""An answer as text, in the parts that a channel may show or fold away."""

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class Link:
    """Something to touch: `kind` is tel, mailto or url."""

    kind: str
    label: str
    href: str


@dataclasses.dataclass(frozen=True)
class Rendered:
    """The Danish text of one answer.

    title    topic and municipality
    short    one or two sentences that can be read aloud on the telephone
    details  what else the standard says; an item may hold points on lines of their own
    law      general law, apart from the standard, with its introduction first; empty where there is none
    source   where the answer comes from; empty where there is no standard
    contact  how to reach the municipality, where the short answer does not say it
    next     a question that may follow
    """

    topic: str
    municipality: str
    status: str
    title: str
    short: str
    details: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    source: str = ""
    contact: str = ""
    next: str = ""
    links: tuple[Link, ...] = ()

    def text(self) -> str:
        """Everything in one text, for channels that show nothing but text."""
        head = f"{self.title}\n{self.short}"
        blocks = [head, "\n".join(self.details), "\n".join(self.law), self.contact, self.source, self.next]
        return "\n\n".join(block for block in blocks if block)

    def payload(self) -> dict[str, Any]:
        """The parts as plain data, for channels that can do more."""
        return {"type": "answer", **dataclasses.asdict(self)}
