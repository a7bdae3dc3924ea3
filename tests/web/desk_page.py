"""The desk's page, and what a person does there."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Locator, expect

from bot.conversations.staff import Staff
from bot.wording.i18n import text as danish
from tests.desk import PASSWORD
from tests.web.page import Tab


def desk_word(key: str, **values: object) -> str:
    """Return a text of the desk."""
    return danish(f"desk.{key}", **values)


class DeskPage(Tab):
    """One tab with the desk open, in a browser of its own."""

    def __init__(self, context: BrowserContext, url: str, person: Staff | None = None) -> None:
        super().__init__(context, f"{url}/desk")
        self._address = f"{url}/desk"
        # What one has written and not sent is asked about before the page goes.
        self.tab.on("dialog", lambda dialog: dialog.accept())
        if person is not None:
            self.log_in(person.name)
            expect(self.heading(desk_word("board.heading"))).to_be_visible()

    def begin_anew(self) -> None:
        """Load the page again, with nothing open and nothing written."""
        self.tab.goto(self._address)
        expect(self.heading(desk_word("board.heading"))).to_be_visible()

    def log_in(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the login and send it, by keyboard."""
        self.tab.get_by_label(desk_word("login.name")).fill(name)
        field = self.tab.get_by_label(desk_word("login.password"))
        field.fill(password)
        field.press("Enter")

    def heading(self, text: str) -> Locator:
        """The heading of a place or form."""
        return self.tab.get_by_role("heading", name=text, exact=True)

    def go(self, key: str) -> None:
        """Go to another place: queue, callbacks, search or audit."""
        place = self.tab.get_by_role("navigation", name=desk_word("header.nav"))
        place.get_by_role("link", name=desk_word(f"header.{key}")).click()

    @property
    def found(self) -> Locator:
        """The page of the search, with what was found."""
        return self.tab.locator("vejviser-search")

    def search(self, words: str) -> None:
        """Search for conversations that have ended; wait for those that hold these words."""
        self.go("search")
        self.tab.get_by_role("searchbox").fill(words)
        self.tab.keyboard.press("Enter")
        # Before, all that have ended are there.
        expect(self.found.locator("p", has_text=f": {words}")).to_be_visible()

    def cards(self, where: str) -> Locator:
        """The conversations in a list of the board: waiting, mine or others."""
        return self.tab.locator(f"section[aria-labelledby={where}] li[data-reference]")

    def card(self, where: str, reference: str) -> Locator:
        """A conversation in a list of the board."""
        return self.tab.locator(f"section[aria-labelledby={where}] li[data-reference='{reference}']")

    def claim_button(self, reference: str) -> Locator:
        """The button that claims a conversation which waits."""
        return self.tab.get_by_role("button", name=desk_word("board.claim_label", reference=reference))

    def claim(self, reference: str) -> None:
        """Claim a conversation that waits."""
        self.claim_button(reference).click()
        expect(self.state).to_contain_text(desk_word("conversation.with_you"))

    def open(self, where: str, reference: str) -> None:
        """Open a conversation of the board."""
        self.card(where, reference).get_by_role("link").click()
        expect(self.heading(desk_word("conversation.heading", reference=reference))).to_be_visible()
        expect(self.state).to_be_visible()

    @property
    def conversation(self) -> Locator:
        """The open conversation, all of it."""
        return self.tab.locator("vejviser-conversation")

    @property
    def state(self) -> Locator:
        """Who has the open conversation."""
        return self.conversation.locator("#state")

    @property
    def told(self) -> Locator:
        """What did not work on the board."""
        return self.tab.locator("vejviser-board").get_by_role("alert")

    def has_or_is_told(self) -> bool:
        """Wait for the end of a claim; whether this page has the conversation now."""
        has = self.state.get_by_text(desk_word("conversation.with_you"))
        expect(has.or_(self.told)).to_be_visible()
        return has.is_visible()

    @property
    def log(self) -> Locator:
        """What was said in the open conversation."""
        return self.tab.get_by_role("region", name=desk_word("conversation.log"))

    @property
    def field(self) -> Locator:
        """Where one writes to the citizen."""
        return self.tab.get_by_label(desk_word("reply.label"))

    @property
    def ready_answers(self) -> Locator:
        """The ready-made answers that are offered."""
        return self.tab.get_by_role("listbox", name=desk_word("reply.answers")).get_by_role("option")

    def reply(self, text: str) -> None:
        """Write to the citizen and send it."""
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.log).to_contain_text(text)

    def begin(self, act: str) -> Locator:
        """Open the form of an act (note, forward, give_back, close), and return it."""
        acts = self.tab.get_by_role("group", name=desk_word("conversation.actions"))
        acts.get_by_role("button", name=desk_word(f"conversation.{act}"), exact=True).click()
        form = self.tab.locator("vejviser-act")
        expect(form.get_by_role("heading")).to_be_visible()
        return form

    def do(self, act: str, choice: str = "", text: str = "") -> None:
        """Do something with the open conversation, from its form."""
        form = self.begin(act)
        if choice:
            form.get_by_role("radio", name=choice).check()
        if text:
            form.get_by_role("textbox").fill(text)
        form.locator("#confirm").click()
        expect(form).to_have_count(0)

    def callback(self, receipt: str) -> Locator:
        """A wish to be called, in the list of them."""
        return self.tab.locator(f"#callback-{receipt}")
