"""Templates: what is filled in is escaped, and what is missing is an error."""

import pytest
from jinja2 import UndefinedError

from bot.server.templates import PAGES, render


def test_a_value_is_escaped_where_it_is_filled_in() -> None:
    page = render("error.html", text="<b>")
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_a_value_that_is_missing_is_an_error_and_no_hole_in_the_page() -> None:
    with pytest.raises(UndefinedError):
        render("error.html")


def test_no_template_switches_the_escaping_off() -> None:
    for path in PAGES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    for path in PAGES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<style" not in text
        assert "style=" not in text
        assert text.count("<script") == text.count("<script src=")
