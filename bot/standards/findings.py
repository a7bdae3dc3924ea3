"""One thing that the check has to say about the content: where it is and what it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A remark about one field of one file; `line` counts from 1, `text` is Danish and ready to show."""

    file: str
    line: int
    field: str
    text: str

    def __str__(self) -> str:
        field = f" {self.field}:" if self.field else ""
        return f"{self.file}:{self.line}:{field} {self.text}"


def in_order(findings: list[Finding]) -> list[str]:
    """The findings as lines, each once, by file and line."""
    ordered = sorted(set(findings), key=lambda item: (item.file, item.line, item.field, item.text))
    return [str(item) for item in ordered]
