"""Files for a spreadsheet: read back they hold the same, and nothing in them is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.server.shown_csv import csv_file, csv_of

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1))
def test_read_back_it_holds_the_same_and_no_cell_begins_as_a_formula(rows: list[list[str]]) -> None:
    for row, again in zip(rows, read(csv_of(rows)), strict=True):
        for cell, shown in zip(row, again, strict=True):
            assert shown in (cell, f"'{cell}")
            assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("cell", ["=1+1", "+45", "-1", "@SUM(A1)", "\t=1", "\n=1"])
def test_what_a_spreadsheet_would_reckon_with_becomes_a_text(cell: str) -> None:
    assert read(csv_of([[cell, "a"]])) == [[f"'{cell}", "a"]]


@pytest.mark.parametrize("cell", ["Ring 12 34", "– et punkt", "2024-01-31", "a;b", 'siger "ja"', "to\nlinjer", "æøå"])
def test_words_stay_as_they_are(cell: str) -> None:
    assert read(csv_of([[cell, "a"]])) == [[cell, "a"]]


def test_it_is_what_a_danish_spreadsheet_opens_by_itself() -> None:
    response = csv_file([["Emne", "Svar"], ["Bø", "x"]], "vejviser-thisted")
    assert response.body == "\ufeffEmne;Svar\r\nBø;x\r\n".encode()
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="vejviser-thisted.csv"'
