"""The command line's part for the accounts of staff: staff add, list, password, change, disable, enable, unlock."""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import sys
from collections.abc import Callable, Sequence
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

    from bot.conversations.lockout import Lockout
    from bot.conversations.staff import Accounts, Staff


@dataclasses.dataclass(frozen=True)
class _Office:
    """What the commands work on."""

    accounts: Accounts
    lockout: Lockout

    def account(self, name: str) -> Staff:
        """Return the account with a login name. Raises UsageError where there is none."""
        from bot.conversations.staff import NoStaffError

        try:
            return self.accounts.named(name)
        except NoStaffError:
            raise UsageError(text("staff.error.unknown", name=name)) from None

    def shown(self, person: Staff) -> dict[str, Any]:
        """Return an account as data."""
        return {**dataclasses.asdict(person), "locked_seconds": self.lockout.seconds(person.name)}

    def line(self, person: Staff) -> str:
        """Return an account as one line."""
        role = text(f"staff.role.{person.role}")
        values = {"name": person.name, "shown_name": person.shown_name, "role": role}
        parts = [text("staff.line", municipalities=listed(person.municipalities), **values)]
        if person.units:
            parts.append(text("staff.units", units=listed(person.units)))
        if not person.active:
            parts.append(text("staff.disabled"))
        if seconds := self.lockout.seconds(person.name):
            parts.append(text("staff.locked", count=-(-seconds // 60)))
        if person.away_reason is not None:
            parts.append(text("staff.away", reason=person.away_reason))
        if person.seen_at is not None:
            parts.append(text("staff.seen", date=date(person.seen_at.astimezone().date())))
        return "; ".join(parts)


Job = Callable[[_Office, Settings, argparse.Namespace], int]


def add_staff_commands(commands: Any) -> None:
    """Add `staff` with its own commands to the commands of a parser."""
    staff = commands.add_parser("staff", help=text("staff.help.staff"), description=text("staff.help.staff"))
    several = staff.add_subparsers(required=True, metavar="")

    def command(name: str, job: Job) -> argparse.ArgumentParser:
        one = several.add_parser(name, help=text(f"staff.help.{name}"), description=text(f"staff.help.{name}"))
        one.set_defaults(run=_runner(job))
        one.add_argument("--json", action="store_true", help=text("cli.help.json"))
        return one

    def about_an_account(name: str, job: Job) -> argparse.ArgumentParser:
        one = command(name, job)
        one.add_argument("name", help=text("staff.help.name"))
        return one

    def with_rights(one: argparse.ArgumentParser, required: bool) -> argparse.ArgumentParser:
        one.add_argument("--shown-name", required=required, help=text("staff.help.shown_name"))
        one.add_argument("--role", required=required, help=text("staff.help.role"))
        municipality = text("staff.help.municipality")
        one.add_argument("--municipality", action="append", required=required, help=municipality)
        units = one.add_mutually_exclusive_group()
        units.add_argument("--unit", action="append", help=text("staff.help.unit"))
        if not required:
            units.add_argument("--all-units", action="store_true", help=text("staff.help.all_units"))
        return one

    def with_password(one: argparse.ArgumentParser) -> None:
        one.add_argument("--password-stdin", action="store_true", help=text("staff.help.password_stdin"))

    with_password(with_rights(about_an_account("add", _add), required=True))
    command("list", _list)
    with_password(about_an_account("password", _password))
    with_rights(about_an_account("change", _change), required=False)
    about_an_account("disable", _disable)
    about_an_account("enable", _enable)
    about_an_account("unlock", _unlock)


def _runner(job: Job) -> Callable[[Settings, argparse.Namespace], int]:
    """Return a command that does a job on the database of the settings."""

    def run(settings: Settings, options: argparse.Namespace) -> int:
        from sqlalchemy.exc import SQLAlchemyError

        from bot.conversations.database import DatabaseError
        from bot.conversations.passwords import FEWEST_CHARS, MOST_CHARS, PasswordError
        from bot.conversations.staff import StaffError

        try:
            with database(settings) as engine:
                return job(_office(engine), settings, options)
        except (PasswordError, StaffError) as error:
            raise UsageError(text(f"staff.error.{error.reason}", least=FEWEST_CHARS, most=MOST_CHARS)) from None
        except DatabaseError as error:
            print(error, file=sys.stderr)
        except SQLAlchemyError:
            # Its own text would hold the values of the statement.
            print(text("staff.error.database"), file=sys.stderr)
        return FAILED

    return run


def _office(engine: Engine) -> _Office:
    from bot.conversations.lockout import Lockout
    from bot.conversations.staff import Accounts

    return _Office(Accounts(engine), Lockout(engine))


def _add(office: _Office, settings: Settings, options: argparse.Namespace) -> int:
    content = load_content(settings.content_dir)
    role, municipalities = _role(options.role), _municipalities(content, options.municipality)
    units = options.unit or []
    _check_units(content, municipalities, units)
    password = _read_password(options)
    person = office.accounts.add(options.name, options.shown_name, role, municipalities, units, password)
    return _done(office, options, "added", person)


def _list(office: _Office, settings: Settings, options: argparse.Namespace) -> int:
    people = office.accounts.list()
    lines = [office.line(person) for person in people]
    show(options, [office.shown(person) for person in people], "\n".join(lines) or text("staff.nobody"))
    return GOOD


def _password(office: _Office, settings: Settings, options: argparse.Namespace) -> int:
    person = office.account(options.name)
    changed = office.accounts.change_password(person.id, _read_password(options))
    return _done(office, options, "password_changed", changed)


def _change(office: _Office, settings: Settings, options: argparse.Namespace) -> int:
    person = office.account(options.name)
    role = None if options.role is None else _role(options.role)
    units = () if options.all_units else options.unit
    municipalities = None
    if options.municipality is not None or options.unit is not None:
        content = load_content(settings.content_dir)
        if options.municipality is not None:
            municipalities = _municipalities(content, options.municipality)
        # Units that stay are looked at too: one of a municipality that goes would leave the person nothing to do.
        _check_units(content, municipalities or person.municipalities, person.units if units is None else units)
    if all(value is None for value in (options.shown_name, role, municipalities, units)):
        raise UsageError(text("staff.error.nothing"))
    changed = office.accounts.change(person.id, options.shown_name, role, municipalities, units)
    return _done(office, options, "changed", changed)


def _disable(office: _Office, settings: Settings, options: argparse.Namespace) -> int:
    return _done(office, options, "now_disabled", office.accounts.disable(office.account(options.name).id))


def _enable(office: _Office, settings: Settings, options: argparse.Namespace) -> int:
    return _done(office, options, "now_enabled", office.accounts.enable(office.account(options.name).id))


def _unlock(office: _Office, settings: Settings, options: argparse.Namespace) -> int:
    person = office.account(options.name)
    office.lockout.unlock(person.name)
    return _done(office, options, "unlocked", person)


def _done(office: _Office, options: argparse.Namespace, key: str, person: Staff) -> int:
    show(options, office.shown(person), "\n".join([text(f"staff.{key}", name=person.name), office.line(person)]))
    return GOOD


def _role(name: str) -> str:
    from bot.conversations.staff import ROLES

    if name not in ROLES:
        raise UsageError(text("staff.error.unknown_role", name=name, list=listed(ROLES, "or")))
    return name


def _municipalities(content: Content, names: Sequence[str]) -> tuple[str, ...]:
    """Return the slugs of covered municipalities that are given by slug or name. Raises UsageError."""
    known = content.municipalities
    slugs = {spelling.lower(): slug for slug, entry in known.items() for spelling in (slug, entry.name)}
    for name in names:
        if name.strip().lower() not in slugs:
            raise UsageError(text("staff.error.unknown_municipality", name=name, list=listed(tuple(known))))
    return tuple(slugs[name.strip().lower()] for name in names)


def _check_units(content: Content, municipalities: Sequence[str], units: Sequence[str]) -> None:
    """Raise UsageError for a unit to which no standard of these municipalities sends citizens."""
    versions = [versions for (slug, _), versions in content.standards.items() if slug in municipalities]
    contacts = [latest.topics.contact for *_, latest in versions]
    known = tuple(dict.fromkeys(route.unit for contact in contacts if contact is not None for route in contact.routes))
    for unit in units:
        if unit not in known:
            raise UsageError(text("staff.error.unknown_unit", name=unit, list=listed(known)))


def _read_password(options: argparse.Namespace) -> str:
    """Read a password that nobody sees, twice, or once from standard input. Raises UsageError."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError(text("staff.error.no_terminal"))
    try:
        password = getpass.getpass(text("staff.ask_password"))
        again = getpass.getpass(text("staff.ask_password_again"))
    except EOFError:
        raise UsageError(text("staff.error.no_password")) from None
    if password != again:
        raise UsageError(text("staff.error.passwords_differ"))
    return password
