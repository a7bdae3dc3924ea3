"""What the tests of the look-up page share: a page of somebody who is logged in, at a service without a robot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.staff import Staff
from bot.standards.model import Content
from tests.desk import account
from tests.web.conftest import Tabs
from tests.web.lookup_page import LookupPage

OWN = ("koege", "thisted")


@pytest.fixture(scope="module")
def lise(lookup_database: Engine) -> Staff:
    return account(lookup_database, "Lise", municipalities=OWN)


@pytest.fixture(scope="module")
def numbers(content: Content) -> dict[str, str]:
    """The key of each municipality: own ones first."""
    order = sorted(content.municipalities, key=lambda slug: slug not in OWN)
    return {slug: str(number) for number, slug in enumerate(order, start=1)}


@pytest.fixture(scope="module")
def lises_page(module_tabs: Tabs, lookup_url: str, lise: Staff) -> LookupPage:
    return module_tabs.lookup(lookup_url, lise)


@pytest.fixture
def page(lises_page: LookupPage) -> Iterator[LookupPage]:
    """Lise's page, as it begins: for Køge, with nothing looked up."""
    lises_page.begin_anew()
    lises_page.tab.evaluate("localStorage.clear()")
    lises_page.begin_anew()
    yield lises_page
    assert lises_page.errors == []
