"""The command line's part for what is kept of conversations: purge, erase, export."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.cli_base import FAILED, GOOD, UsageError, database, show
from bot.settings import Settings
from bot.standards.loading import load_content
from bot.standards.model import Content
from bot.wording.i18n import text
from bot.wording.phrases import date, listed

if TYPE_CHECKING:
    # The other commands need no database, and do not wait until its library is loaded.
    from sqlalchemy.engine import Engine

    from bot.conversations.retention import Receipt

Job = Callable[["Engine", Settings, argparse.Namespace], int]

# Personal data: for who asked for the file alone.
_OWNER_ALONE = 0o600
# Told beside the call-backs that it is a part of.
_PART = "callbacks_not_done"


class NotFoundError(Exception):
    """There is no such conversation; the text says so, in Danish."""


def add_retention_commands(commands: Any) -> None:
    """Add `purge`, `erase` and `export` to the commands of a parser."""

    def command(name: str, job: Job) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text(f"retention.help.{name}"), description=text(f"retention.help.{name}"))
        one.set_defaults(run=_runner(job))
        one.add_argument("--json", action="store_true", help=text("cli.help.json"))
        return one

    kind = command("purge", _purge).add_mutually_exclusive_group()
    kind.add_argument("--dry-run", action="store_true", help=text("retention.help.dry_run"))
    kind.add_argument("--receipts", action="store_true", help=text("retention.help.receipts"))
    command("erase", _erase).add_argument("reference", help=text("retention.help.reference"))
    one = command("export", _export)
    one.add_argument("reference", help=text("retention.help.reference"))
    one.add_argument("--output", metavar="FILE", help=text("retention.help.output"))


def _runner(job: Job) -> Callable[[Settings, argparse.Namespace], int]:
    """Return a command that does a job on the database of the settings."""

    def run(settings: Settings, options: argparse.Namespace) -> int:
        from sqlalchemy.exc import SQLAlchemyError

        from bot.conversations.database import DatabaseError

        try:
            with database(settings) as engine:
                return job(engine, settings, options)
        except (DatabaseError, NotFoundError) as error:
            print(error, file=sys.stderr)
        except SQLAlchemyError:
            # Its own text would hold the values of the statement.
            print(
                text("retention.error.purge_broken" if job is _purge else "retention.error.database"), file=sys.stderr
            )
        return FAILED

    return run


def _purge(engine: Engine, settings: Settings, options: argparse.Namespace) -> int:
    from bot.conversations.retention import COMMAND, Retention, own_days

    # Without it nobody knows how long a municipality wants its conversations kept: then nothing is erased.
    content = load_content(settings.content_dir)
    retention = Retention(engine, settings.kept_days, own_days(content.municipalities.values()))
    if options.receipts:
        return _receipts(content, retention.receipts(), options)
    if options.dry_run:
        return _show_purge(content, options, "would_purge", retention.preview(), {}, overwritten=None)
    erased = retention.purge(COMMAND)
    return _show_purge(content, options, "purged", erased, retention.forget_old(), overwritten=retention.rebuild())


def _show_purge(
    content: Content,
    options: argparse.Namespace,
    heading: str,
    found: Mapping[str | None, Mapping[str, int]],
    also: Mapping[str, int],
    overwritten: bool | None,
) -> int:
    in_order = sorted(found.items(), key=lambda pair: pair[0] or "")
    data = {
        "dry_run": overwritten is None,
        "municipalities": [{"municipality": slug, **counts} for slug, counts in in_order],
        "also": also,
        "overwritten": overwritten,
    }
    lines = [text(f"retention.{heading}"), *(_line(content, *pair) for pair in in_order)]
    if not found:
        lines = [text("retention.nothing_due")]
    if any(also.values()):
        lines.append(text("retention.also", counts=_counted(also)))
    show(options, data, "\n".join([*lines, *_after(bool(found), overwritten)]))
    return GOOD


def _receipts(content: Content, receipts: tuple[Receipt, ...], options: argparse.Namespace) -> int:
    lines = []
    for one in receipts:
        values = {"date": date(one.at.astimezone().date()), "by": text(f"retention.by.{one.by}")}
        lines.append(text("retention.receipt", line=_line(content, one.municipality, one.counts), **values))
    data = [
        {"at": one.at.isoformat(timespec="seconds"), "by": one.by, "municipality": one.municipality, **one.counts}
        for one in receipts
    ]
    show(options, data, "\n".join(lines) or text("retention.no_receipts"))
    return GOOD


def _erase(engine: Engine, settings: Settings, options: argparse.Namespace) -> int:
    from bot.conversations.database import READS
    from bot.conversations.log import Log
    from bot.conversations.overwriting import rebuild
    from bot.conversations.references import id_of, normal_reference
    from bot.conversations.writing import NoConversationError

    reference = normal_reference(options.reference)
    try:
        with engine.execution_options(**READS).connect() as connection:
            conversation_id = id_of(connection, reference)
    except NoConversationError:
        raise _not_found(options.reference) from None
    counts = Log(engine).erase(conversation_id)
    if not counts:
        # Somebody was faster.
        raise _not_found(options.reference)
    overwritten = rebuild(engine)
    told = text("retention.erased", reference=reference, counts=_counted(counts))
    data = {"reference": reference, **counts, "overwritten": overwritten}
    show(options, data, "\n".join([told, *_after(True, overwritten)]))
    return GOOD


def _export(engine: Engine, settings: Settings, options: argparse.Namespace) -> int:
    from bot.conversations.export import export
    from bot.conversations.writing import NoConversationError

    try:
        whole = export(engine, options.reference)
    except NoConversationError:
        raise _not_found(options.reference) from None
    written = json.dumps(whole, ensure_ascii=False, indent=2)
    if options.output is None:
        print(written)
        return GOOD
    _write(options.output, written)
    values = {"reference": whole["reference"], "file": options.output}
    show(options, values, text("retention.exported", **values))
    return GOOD


def _write(name: str, written: str) -> None:
    """Write a new file. Raises UsageError where that cannot be."""
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(f"{written}\n")
    except FileExistsError:
        raise UsageError(text("retention.error.file_exists", file=name)) from None
    except OSError as error:
        raise UsageError(text("retention.error.file", file=name, reason=error.strerror)) from None


def _not_found(reference: str) -> NotFoundError:
    return NotFoundError(text("retention.error.unknown", reference=reference))


def _after(erased: bool, overwritten: bool | None) -> list[str]:
    """What is still to come after an erasure; `overwritten` is None where nothing was to be erased."""
    if overwritten is None:
        return []
    follows = [text("retention.robot_follows")] if erased else []
    return follows if overwritten else [*follows, text("retention.not_overwritten")]


def _line(content: Content, slug: str | None, counts: Mapping[str, int]) -> str:
    known = content.municipalities.get(slug or "")
    name = (slug or text("retention.nobody")) if known is None else known.name
    return text("retention.line", municipality=name, counts=_counted(counts))


def _counted(counts: Mapping[str, int]) -> str:
    told = []
    for name, count in counts.items():
        if not count or name == _PART:
            continue
        told.append(text(f"retention.counts.{name}", count=count))
        if name == "callbacks" and counts.get(_PART):
            told[-1] = f"{told[-1]} {text(f'retention.counts.{_PART}', count=counts[_PART])}"
    return listed(told)
