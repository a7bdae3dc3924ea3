"""A tab of the browser; a municipality's page with the widget in it, and what a citizen does there."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from bot.settings import ROOT
from bot.wording.i18n import text as danish

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PATIENCE_MS = 30_000
SHOTS = ROOT / "var" / "screenshots"

_PAGE = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>Botilbud</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Midlertidigt botilbud</h1><p>Her står noget om botilbud.</p>
<p><a href="#mere" id="before">Læs mere</a></p></main>
<script src="{url}/widget.js" data-municipality="thisted" data-service="midlertidigt-botilbud"></script>
</body></html>"""

_NOTE_VIOLATIONS = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""

# innerText stops at a shadow root.
_DEEP_TEXTS = """(elements) => {
  const textOf = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (node.nodeName === "STYLE") return "";
    return [...(node.shadowRoot ?? node).childNodes].map(textOf).join("");
  };
  return elements.map((one) => textOf(one).replace(/\\s+/g, " ").trim());
}"""


_FOCUSED = """() => {
  let one = document.activeElement;
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
  return one ? (one.getAttribute("aria-label") || one.id || one.textContent || one.tagName).trim() : "";
}"""

_SIDEWAYS = """() => {
  const found = [];
  const look = (root) => {
    for (const one of root.querySelectorAll("*")) {
      const style = getComputedStyle(one);
      const wider = one.scrollWidth > one.clientWidth + 1;
      if (wider && /(auto|scroll)/.test(style.overflowX)) found.push(one.className || one.localName);
      if (one.shadowRoot) look(one.shadowRoot);
    }
  };
  look(document);
  if (document.documentElement.scrollWidth > innerWidth) found.push("page");
  return found;
}"""

# Of the network, such as a line that is cut or a login that is asked for: no fault of a script.
_NOT_LOADED = "Failed to load resource"


def municipal_page(url: str) -> str:
    """Return the markup of a page that embeds the widget of a service."""
    return _PAGE.format(url=url)


@functools.lru_cache(maxsize=1)
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def word(key: str, **values: object) -> str:
    """Return a text of the widget."""
    return danish(f"widget.{key}", **values)


class Tab:
    """One tab; keeps what goes wrong in it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        context.add_init_script(_NOTE_VIOLATIONS)
        self.violations: list[str] = []
        self.errors: list[str] = []
        self.tab = context.new_page()
        self.tab.set_default_timeout(PATIENCE_MS)
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", self._console)
        self.tab.goto(address)

    def _console(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.violations.append(message.text)
        elif message.type == "error" and not message.text.startswith(_NOT_LOADED):
            self.errors.append(message.text)

    def note_violations(self) -> None:
        """Take over what the page itself has noted."""
        self.violations += self.tab.evaluate("window.__violations")

    @property
    def focused(self) -> str:
        """The name, id or text of the element that has the focus, through all shadow roots."""
        text: str = self.tab.evaluate(_FOCUSED)
        return text

    def scrolling_sideways(self) -> list[str]:
        """Return what would have to be scrolled sideways to be read."""
        found: list[str] = self.tab.evaluate(_SIDEWAYS)
        return found

    def violations_of_axe(self) -> list[str]:
        """Return what axe-core finds in the whole page, shadow roots included."""
        # Evaluated by the debugger, which the page's policy does not bind.
        self.tab.evaluate(_axe() + "; undefined")
        options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
        found = self.tab.evaluate(f"axe.run(document, {options})")
        return [
            f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}" for one in found["violations"]
        ]

    def shot(self, name: str) -> Path:
        """Take a picture of what is seen."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}.png"
        self.tab.screenshot(path=path)
        return path


class Embedded(Tab):
    """One tab with a page open that has the widget in it."""

    @property
    def launcher(self) -> Locator:
        """The button that opens the chat."""
        return self.tab.get_by_role("button", name=word("launcher.open"))

    @property
    def panel(self) -> Locator:
        """The open chat."""
        return self.tab.locator("vejviser-panel").get_by_role("dialog")

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.panel.get_by_label(word("composer.label"))

    @property
    def messages(self) -> Locator:
        """All messages of the conversation, in order."""
        return self.panel.locator("vejviser-message")

    @property
    def live(self) -> Locator:
        """What is said to screen readers."""
        return self.tab.locator("vejviser-chat #live")

    def open(self) -> None:
        """Open the chat."""
        self.launcher.click()
        expect(self.panel).to_be_visible()

    def say(self, text: str) -> None:
        """Write something and send it."""
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """Write something, wait for what is answered, and return that."""
        before = self.messages.count()
        self.say(text)
        expect(self.messages.nth(before + 1)).to_be_visible(timeout=PATIENCE_MS)
        return self.messages.last

    def texts(self) -> list[str]:
        """What the messages say."""
        texts: list[str] = self.messages.evaluate_all(_DEEP_TEXTS)
        return texts

    def menu(self, key: str) -> None:
        """Choose something of the menu: save, leave or erase."""
        self.panel.get_by_role("button", name=word("panel.menu"), exact=True).click()
        self.panel.get_by_role("button", name=word(f"menu.{key}")).click()

    @property
    def reference(self) -> str:
        """What people call the conversation."""
        references: list[str] = self.tab.evaluate(
            "Object.values(sessionStorage).map((kept) => JSON.parse(kept).reference).filter(Boolean)"
        )
        [reference] = references
        return reference

    def press(self, key: str, **values: object) -> None:
        """Press a button of the chat."""
        self.panel.get_by_role("button", name=word(key, **values), exact=True).click()

    def offered(self, key: str) -> Locator:
        """The newest button that leads to a person: queue_button or callback_button."""
        return self.panel.get_by_role("button", name=danish(f"handover.offer.{key}"), exact=True).last

    def want_person(self) -> None:
        """Ask the robot for a person, and take what it offers."""
        self.ask(word("ask_person"))
        self.offered("queue_button").click()
        expect(self.panel).to_contain_text(word("queue.leave"))
