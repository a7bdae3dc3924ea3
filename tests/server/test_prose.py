"""Texts of answers as markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.server.prose import linked, prose
from tests.markup import Elements, plain

PHONE = {"label": "12 34", "href": "tel:1234"}
LONGER = {"label": "12 34 56", "href": "tel:123456"}
MAIL = {"label": "a@b.dk", "href": "mailto:a@b.dk"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ""),
        ("Ring.", "<p>Ring.</p>"),
        ("Ring.\nSkriv.", "<p>Ring.</p>\n<p>Skriv.</p>"),
        ("Det er:\n– a\n– b\nEller c.", "<p>Det er:</p>\n<ul><li>a</li><li>b</li></ul>\n<p>Eller c.</p>"),
        (["Det er:\n– a", "– b"], "<p>Det er:</p>\n<ul><li>a</li><li>b</li></ul>"),
        ("Ring \n\n", "<p>Ring </p>"),
        ("<b>", "<p>&lt;b&gt;</p>"),
        ("– <b>", "<ul><li>&lt;b&gt;</li></ul>"),
    ],
)
def test_lines_become_paragraphs_and_points_become_lists(said: str, expected: str) -> None:
    assert prose(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ring 12 34.", 'Ring <a href="tel:1234">12 34</a>.'),
        ("Ring 12 34 56.", 'Ring <a href="tel:123456">12 34 56</a>.'),
        ("Ring 12 345.", "Ring 12 345."),
        ("Ring 012 34.", "Ring 012 34."),
        ("Skriv til a@b.dk & <c>.", 'Skriv til <a href="mailto:a@b.dk">a@b.dk</a> &amp; &lt;c&gt;.'),
    ],
)
def test_numbers_and_addresses_that_have_a_link_become_one(said: str, expected: str) -> None:
    assert linked(said, [PHONE, LONGER, MAIL]) == expected


@given(st.lists(st.sampled_from(["– ", "\n", "Ring ", "12 34", "<b>", "&", " a@b.dk ", "“'\""])).map("".join))
def test_the_words_stay_as_they_are(said: str) -> None:
    assert Elements(prose(said, [PHONE, MAIL])).words == plain(said)
