"""Which topic is answered by which standard: the table that shows at one glance what is missing."""

from dataclasses import dataclass
from enum import Enum

from bot.standards.model import Content, LawRule


class Cover(str, Enum):
    """What answers a topic, as the table shows it."""

    STATED = "S"
    LAW = "L"
    SILENT = "–"


@dataclass(frozen=True)
class Coverage:
    """The cells by topic and (municipality, service), with both in the order of the table."""

    topics: tuple[str, ...]
    standards: tuple[tuple[str, str], ...]
    cells: dict[tuple[str, tuple[str, str]], Cover]

    def count(self, standard: tuple[str, str], cover: Cover) -> int:
        """How many topics of a standard are covered in that way."""
        return sum(self.cells[topic, standard] is cover for topic in self.topics)


def coverage(content: Content) -> Coverage:
    """The newest version of each standard against every topic of the catalogue."""
    cells = {}
    for (municipality, service), versions in content.standards.items():
        stated = versions[-1].topics.stated()
        for topic in content.topics:
            by_law = any(_covers(rule, topic, municipality) for rule in content.law.values())
            cover = Cover.STATED if topic in stated else Cover.LAW if by_law else Cover.SILENT
            cells[topic, (municipality, service)] = cover
    return Coverage(tuple(content.topics), tuple(content.standards), cells)


def _covers(rule: LawRule, topic: str, municipality: str) -> bool:
    """Whether a rule may be answered there; a rule that names no municipality holds for all."""
    return rule.verified and topic in rule.topics and municipality in (rule.municipalities or (municipality,))


def table(found: Coverage) -> str:
    """The coverage as lines for a terminal: one row a topic, one column a standard, sums below."""
    services = {service for _, service in found.standards}
    heads = [slug if len(services) == 1 else f"{slug}/{service}" for slug, service in found.standards]
    first = max((len(topic) for topic in found.topics), default=0)

    def row(label: str, cells: list[str]) -> str:
        fitted = (f"{cell:^{len(head)}}" for cell, head in zip(cells, heads, strict=True))
        return "  ".join([f"{label:<{first}}", *fitted]).rstrip()

    lines = [row("", heads)]
    for topic in found.topics:
        lines.append(row(topic, [found.cells[topic, key].value for key in found.standards]))
    for cover in Cover:
        lines.append(row(cover.value, [str(found.count(key, cover)) for key in found.standards]))
    return "\n".join(lines)
