"""The look-up page, and what staff do there with the keyboard."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from playwright.sync_api import BrowserContext, Locator, expect

from bot.answers.answer import Place
from bot.answers.circumstances import Circumstances
from bot.conversations.staff import Staff
from bot.standards.model import Content
from bot.wording.i18n import text as danish
from bot.wording.sheet import Sheet, sheets
from tests.desk import PASSWORD
from tests.web.desk_page import desk_word
from tests.web.page import Tab

_POINT = re.compile(r"^\s*[–•-]\s+")
_PERMISSIONS = ["clipboard-read", "clipboard-write"]

# From the loaded page to the right answer, beside the typing of a word.
MOST_ACTIONS = 3


def lookup_word(key: str, **values: object) -> str:
    """Return a text of the look-up page."""
    return danish(f"lookup.{key}", **values)


def sheet_of(content: Content, topic: str, slug: str, told: Mapping[str, object] | None = None) -> Sheet:
    """Return the answer as the wording makes it today."""
    place = Place(slug, content.municipalities[slug].name)
    service = next(iter(content.services))
    (made,) = sheets(
        content, [topic], [place], service, datetime.date.today(), Circumstances.from_mapping(dict(told or {}))
    )
    return made


def says(place: Locator, text: str) -> None:
    """Expect each line of a text, in order and with nothing left out."""
    lines = [_POINT.sub("", line).strip() for line in text.splitlines() if line.strip()]
    expect(place.locator("p, li")).to_have_text(lines)


class LookupPage(Tab):
    """One tab with the look-up page open, in a browser of its own; counts key actions beside words."""

    def __init__(self, context: BrowserContext, url: str, person: Staff | None = None, path: str = "/lookup") -> None:
        context.grant_permissions(_PERMISSIONS)
        super().__init__(context, f"{url}{path}")
        self.url = url
        self.actions = 0
        if person is not None:
            self.log_in(person.name)
            expect(self.box).to_be_focused()

    def log_in(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the login and send it, by keyboard."""
        self.tab.get_by_label(desk_word("login.name")).fill(name)
        field = self.tab.get_by_label(desk_word("login.password"))
        field.fill(password)
        field.press("Enter")

    def begin_anew(self, path: str = "/lookup", size: tuple[int, int] = (1280, 800)) -> None:
        """Load the page again."""
        self.tab.set_viewport_size({"width": size[0], "height": size[1]})
        self.tab.goto(f"{self.url}{path}")
        expect(self.box).to_be_focused()
        self.actions = 0

    def write(self, words: str) -> None:
        """Type words where the focus is."""
        self.tab.keyboard.type(words)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other; each is an action."""
        for key in keys:
            self.actions += 1
            self.tab.keyboard.press(key)

    @property
    def box(self) -> Locator:
        """The search box."""
        return self.tab.get_by_role("combobox", name=lookup_word("search.label"))

    @property
    def answer(self) -> Locator:
        """The answer that is read."""
        return self.tab.get_by_role("article")

    @property
    def heading(self) -> Locator:
        """Its heading."""
        return self.answer.locator("#answer")

    @property
    def short(self) -> Locator:
        """What is read aloud."""
        return self.answer.locator(".short")

    @property
    def answers(self) -> Locator:
        """All answers that were found, as a list."""
        return self.tab.get_by_role("listbox", name=lookup_word("search.answers")).get_by_role("option")

    @property
    def topics(self) -> Locator:
        """The topics to choose from."""
        return self.tab.locator("vejviser-finder .topics").get_by_role("link")

    @property
    def finder(self) -> Locator:
        """Search and answers, all of it."""
        return self.tab.locator("vejviser-finder")

    @property
    def live(self) -> Locator:
        """What is said to screen readers."""
        return self.tab.locator("vejviser-lookup #live")

    @property
    def dialog(self) -> Locator:
        """The list of keys."""
        return self.tab.get_by_role("dialog", name=desk_word("shortcuts.heading"))

    def municipality(self, sheet_name: str) -> Locator:
        """The choice of a municipality."""
        return self.tab.get_by_role("radio", name=sheet_name)

    def shows(self, sheet: Sheet) -> None:
        """Expect an answer, word for word, and its address and title."""
        expect(self.heading).to_have_text(sheet.answer["title"])
        says(self.short, sheet.answer["short"])
        expect(self.answer.locator(".source")).to_have_text(sheet.answer["source"])
        expect(self.tab).to_have_url(re.compile(re.escape(f"{self.url}{address_of(sheet)}") + r"(\?|$)"))
        expect(self.tab).to_have_title(lookup_word("title", page=sheet.answer["title"]))

    def clipboard(self) -> str:
        """What was copied."""
        text: str = self.tab.evaluate("navigator.clipboard.readText()")
        return text


def address_of(sheet: Sheet) -> str:
    """Return the path of an answer."""
    return f"/lookup/{sheet.municipality}/{sheet.topic.replace('_', '-')}"
