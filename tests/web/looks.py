"""How a page is looked at: wide and narrow, by axe and for what has to be scrolled sideways."""

from __future__ import annotations

from tests.web.page import Tab

LOOKS = {"wide": (1280, 800), "narrow": (320, 640)}


def problems(tab: Tab, name: str) -> dict[str, list[str]]:
    """What axe finds and what has to be scrolled sideways, by how the page is looked at."""
    tab.tab.wait_for_timeout(200)
    found = {}
    for look, (width, height) in LOOKS.items():
        tab.tab.set_viewport_size({"width": width, "height": height})
        tab.tab.wait_for_timeout(100)
        tab.shot(f"{name}-{look}")
        found[look] = [*tab.violations_of_axe(), *(f"sideways: {one}" for one in tab.scrolling_sideways())]
    return {look: wrong for look, wrong in found.items() if wrong}
