"""The check of the content: what stops a start, and the fuller report for editors."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from bot.standards.coverage import coverage, table
from bot.standards.cross_checks import cross_findings, date_findings, information, warnings
from bot.standards.findings import in_order
from bot.standards.loading import read_content
from bot.standards.mix_ups import mix_up_findings
from bot.standards.source_check import source_findings
from bot.wording.i18n import text


@dataclass(frozen=True)
class CheckReport:
    """What `make check` shows: lines by weight, and the table of topics and standards."""

    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    information: tuple[str, ...]
    coverage_table: str


def check_content(content_dir: Path) -> list[str]:
    """The mistakes with which nothing may start, one line each; empty when all is well.

    The source documents are not needed, and the machine's clock plays no part.
    """
    loaded = read_content(content_dir)
    return in_order([*loaded.findings, *cross_findings(loaded), *mix_up_findings(loaded)])


def report(content_dir: Path, sources_dir: Path | None, today: datetime.date) -> CheckReport:
    """The whole check; `sources_dir` holds the source documents, None where they are not at hand."""
    loaded = read_content(content_dir)
    errors = [*loaded.findings, *cross_findings(loaded), *mix_up_findings(loaded)]
    errors += date_findings(loaded, today)
    notes = in_order(information(loaded))
    if sources_dir is None:
        notes.append(text("check.without_sources"))
    else:
        errors += source_findings(loaded, sources_dir)
    covered = table(coverage(loaded.content()))
    return CheckReport(
        errors=tuple(in_order(errors)),
        warnings=tuple(in_order(warnings(loaded, today))),
        information=tuple(notes),
        coverage_table=f"{covered}\n{text('check.coverage_legend')}",
    )


def find_sources(project_dir: Path) -> Path | None:
    """The source documents: VEJVISER_SOURCES, else shared/standards beside the checkout, else None."""
    named = os.environ.get("VEJVISER_SOURCES")
    path = Path(named) if named else project_dir.parent / "shared" / "standards"
    return path if path.is_dir() else None
