"""Rows as a file for a spreadsheet: what a Danish one opens by itself, and nothing in it that it would reckon with."""

from __future__ import annotations

import csv
import io

from sanic.response import HTTPResponse, raw

from bot.wording.overview import Rows

# A cell that begins so is a formula to a spreadsheet; behind an apostrophe it is a text.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
_TYPE = "text/csv; charset=utf-8"


def csv_file(rows: Rows, name: str) -> HTTPResponse:
    """Return the rows as a file to keep; `name` without its ending, in plain letters."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return raw(csv_of(rows).encode("utf-8-sig"), headers=headers, content_type=_TYPE)


def csv_of(rows: Rows) -> str:
    """Return the rows with semicolons between their cells."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([[_harmless(cell) for cell in row] for row in rows])
    return file.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
