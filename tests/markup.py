"""Pages as tests read them: their elements with attributes, and their words."""

from __future__ import annotations

from html.parser import HTMLParser

Attributes = dict[str, str | None]

_INLINE = ("a", "span", "strong", "em")
_UNSEEN = ("title", "style", "script")


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the words that are seen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self.feed(text)

    @property
    def words(self) -> str:
        """All that is read, with one space between words."""
        return plain("".join(self._words))

    def all(self, tag: str) -> list[Attributes]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.found if name == tag]

    def hrefs(self) -> set[str]:
        """Where the links of the page lead."""
        return {str(link["href"]) for link in self.all("a") if link.get("href")}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open.append(tag)
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not set(_UNSEEN) & set(self._open):
            self._words.append(data)

    def _part(self, tag: str) -> None:
        if tag not in _INLINE:
            self._words.append(" ")


def plain(said: str) -> str:
    """A text as a page shows it: points without their dashes, one space between words."""
    lines = (line.removeprefix("– ") for line in said.split("\n"))
    return " ".join(" ".join(lines).split())
