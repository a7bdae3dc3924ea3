import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from bot.conversations.passwords import PasswordError
from bot.conversations.schema import NAME_CHARS, staff
from bot.conversations.sessions import Sessions
from bot.conversations.staff import (
    ADMINISTRATOR,
    AGENT,
    BAD_AWAY_REASON,
    BAD_NAME,
    BAD_ROLE,
    BAD_SHOWN_NAME,
    BAD_UNIT,
    NAME_TAKEN,
    NO_MUNICIPALITY,
    ROLES,
    SUPERVISOR,
    Accounts,
    NoStaffError,
    Staff,
    StaffError,
    normal_name,
)
from tests.clock import Clock
from tests.staffing import OTHER_PASSWORD, PASSWORD, is_open, person
from tests.together import at_the_same_time

WITHIN = datetime.timedelta(seconds=60)
TOO_LONG = "x" * (NAME_CHARS + 1)


def names(people: tuple[Staff, ...]) -> list[str]:
    return [one.name for one in people]


def staff_of(role: str = AGENT, municipalities: tuple[str, ...] = ("thisted",), units: tuple[str, ...] = ()) -> Staff:
    return Staff(1, "lise", "Lise", role, municipalities, units, True, None, None)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (AGENT, {AGENT}),
        (SUPERVISOR, {AGENT, SUPERVISOR}),
        (ADMINISTRATOR, {AGENT, SUPERVISOR, ADMINISTRATOR}),
    ],
)
def test_each_role_may_do_what_those_below_it_may(role: str, allowed: set[str]) -> None:
    assert {wanted for wanted in ROLES if staff_of(role).may(wanted)} == allowed


def test_nobody_may_do_what_needs_a_role_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="not in"):
        staff_of(ADMINISTRATOR).may("owner")


@pytest.mark.parametrize(
    ("municipalities", "units", "municipality", "unit", "serves"),
    [
        (("thisted",), (), "thisted", None, True),
        (("thisted",), (), "thisted", "Ungeteamet", True),
        (("thisted",), (), "koege", None, False),
        (("thisted", "koege"), (), "koege", None, True),
        (("thisted",), ("Ungeteamet",), "thisted", "Ungeteamet", True),
        (("thisted",), ("Ungeteamet",), "thisted", "Visitationen", False),
        (("thisted",), ("Ungeteamet",), "thisted", None, True),
        (("thisted",), ("Ungeteamet",), "koege", "Ungeteamet", False),
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_a_person_of_any_role_serves_their_own_municipalities_and_units(
    role: str,
    municipalities: tuple[str, ...],
    units: tuple[str, ...],
    municipality: str,
    unit: str | None,
    serves: bool,
) -> None:
    assert staff_of(role, municipalities, units).serves(municipality, unit) is serves


def test_a_new_account_is_as_it_was_asked_for(accounts: Accounts) -> None:
    made = accounts.add(" Lise.Hansen ", " Lise ", SUPERVISOR, ["thisted", "koege", "koege"], ["Ungeteamet"], PASSWORD)
    wanted = Staff(
        made.id, "lise.hansen", "Lise", SUPERVISOR, ("koege", "thisted"), ("Ungeteamet",), True, None, seen_at=None
    )
    assert made == wanted
    assert accounts.get(made.id) == accounts.named("LISE.hansen") == wanted


def test_a_name_belongs_to_one_person_however_it_is_written(accounts: Accounts) -> None:
    person(accounts, "lise")
    for name in ("lise", "LISE", "  lise\t", "Lise"):
        with pytest.raises(StaffError) as raised:
            person(accounts, name)
        assert raised.value.reason == NAME_TAKEN


@pytest.mark.parametrize(
    ("one", "other"), [("Åse", "åse"), ("a\u030ase", "åse"), ("Lise  Bo", "lise bo"), ("ＬＩＳＥ", "lise")]
)
def test_what_looks_the_same_is_the_same_name(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


@given(st.text())
def test_a_name_that_is_normal_stays_as_it_is(name: str) -> None:
    assert normal_name(normal_name(name)) == normal_name(name)


def test_of_many_who_want_a_name_at_once_one_gets_it(accounts: Accounts) -> None:
    outcomes: list[str] = []

    def add() -> None:
        try:
            outcomes.append(person(accounts, "lise").name)
        except StaffError as error:
            outcomes.append(error.reason)

    at_the_same_time([add] * 6)
    assert sorted(outcomes) == ["lise"] + [NAME_TAKEN] * 5


# What differs from a good account, and what is wrong with it.
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, BAD_NAME),
    ({"name": "lise\0"}, BAD_NAME),
    ({"name": "\ud800"}, BAD_NAME),
    ({"name": TOO_LONG}, BAD_NAME),
    ({"shown_name": ""}, BAD_SHOWN_NAME),
    ({"shown_name": "Lise\nBo"}, BAD_SHOWN_NAME),
    ({"shown_name": TOO_LONG}, BAD_SHOWN_NAME),
    ({"role": "owner"}, BAD_ROLE),
    ({"municipalities": []}, NO_MUNICIPALITY),
    ({"municipalities": [""]}, NO_MUNICIPALITY),
    ({"units": [" "]}, BAD_UNIT),
]


def test_what_an_account_cannot_be_is_refused_with_the_reason(accounts: Accounts) -> None:
    right: dict[str, Any] = {
        "name": "lise",
        "shown_name": "Lise",
        "role": AGENT,
        "municipalities": ["thisted"],
        "units": [],
    }
    reasons = []
    for wrong, _ in WRONG:
        wanted: dict[str, Any] = {**right, **wrong}
        with pytest.raises(StaffError) as raised:
            accounts.add(**wanted, password=PASSWORD)
        reasons.append(raised.value.reason)
    assert reasons == [reason for _, reason in WRONG]
    assert accounts.list() == ()


def test_an_account_needs_a_good_password(accounts: Accounts) -> None:
    with pytest.raises(PasswordError):
        accounts.add("lise", "Lise", AGENT, ["thisted"], [], "kort")
    assert accounts.list() == ()


def test_the_password_itself_is_not_stored(accounts: Accounts, engine: Engine) -> None:
    person(accounts)
    with engine.connect() as connection:
        assert PASSWORD not in str(connection.execute(select(staff)).all())


def test_accounts_are_listed_by_name(accounts: Accounts) -> None:
    for name in ("ulla", "bo", "lise"):
        person(accounts, name)
    assert names(accounts.list()) == ["bo", "lise", "ulla"]


def test_a_change_leaves_what_is_not_given(accounts: Accounts) -> None:
    before = person(accounts, units=("Ungeteamet",))
    after = accounts.change(before.id, shown_name="Lise fra visitationen")
    assert after == Staff(**{**vars(before), "shown_name": "Lise fra visitationen"})
    assert accounts.change(before.id, units=[]).units == ()


def test_a_wrong_change_changes_nothing(accounts: Accounts) -> None:
    before = person(accounts)
    with pytest.raises(StaffError):
        accounts.change(before.id, shown_name="Bo", role="owner")
    assert accounts.get(before.id) == before


Change = Callable[[Accounts, Staff], object]


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        (lambda accounts, lise: accounts.disable(lise.id), True),
        (lambda accounts, lise: accounts.change_password(lise.id, OTHER_PASSWORD), True),
        (lambda accounts, lise: accounts.change(lise.id, role=SUPERVISOR), True),
        (lambda accounts, lise: accounts.change(lise.id, municipalities=["thisted", "koege"]), True),
        (lambda accounts, lise: accounts.change(lise.id, units=["Ungeteamet"]), True),
        (lambda accounts, lise: accounts.change(lise.id, shown_name="Lise H."), False),
        (lambda accounts, lise: accounts.change(lise.id, role=AGENT, municipalities=["thisted"], units=[]), False),
        (lambda accounts, lise: accounts.enable(lise.id), False),
        (lambda accounts, lise: accounts.away(lise.id, "Frokost"), False),
        (lambda accounts, lise: accounts.seen(lise.id), False),
    ],
    ids="disable password role municipalities units shown-name same-rights enable away seen".split(),
)
def test_whatever_changes_a_person_s_rights_ends_all_their_logins_and_nobody_else_s(
    accounts: Accounts, sessions: Sessions, change: Change, ends: bool
) -> None:
    lise, _ = person(accounts, "lise"), person(accounts, "bo")
    hers, others = [sessions.login("lise", PASSWORD).token for _ in range(2)], sessions.login("bo", PASSWORD).token
    change(accounts, lise)
    assert [is_open(sessions, token) for token in hers] == [not ends] * 2
    assert sessions.find(others).staff.name == "bo"


NEEDS_AN_ACCOUNT: list[Callable[[Accounts], object]] = [
    lambda accounts: accounts.get(7),
    lambda accounts: accounts.named("nobody"),
    lambda accounts: accounts.named("\0"),
    lambda accounts: accounts.change(7, shown_name="Bo"),
    lambda accounts: accounts.change(7),
    lambda accounts: accounts.change_password(7, PASSWORD),
    lambda accounts: accounts.disable(7),
    lambda accounts: accounts.enable(7),
    lambda accounts: accounts.away(7, None),
    lambda accounts: accounts.seen(7),
]


def test_an_account_that_does_not_exist_is_an_error(accounts: Accounts) -> None:
    for act in NEEDS_AN_ACCOUNT:
        with pytest.raises(NoStaffError):
            act(accounts)


def test_somebody_who_was_away_says_so_until_they_are_back(accounts: Accounts) -> None:
    lise = person(accounts)
    assert accounts.away(lise.id, " Frokost ").away_reason == "Frokost"
    assert accounts.get(lise.id).away_reason == "Frokost"
    assert accounts.away(lise.id, None).away_reason is None


def test_to_be_away_needs_a_reason_that_can_be_read(accounts: Accounts) -> None:
    lise = person(accounts)
    for reason in ("", " ", "to\nlinjer", TOO_LONG):
        with pytest.raises(StaffError) as raised:
            accounts.away(lise.id, reason)
        assert raised.value.reason == BAD_AWAY_REASON


# Seconds since the desk was open, whether the account is active, why the person is away; whether they count as there.
PRESENCE = [
    (None, True, None, False),
    (0, True, None, True),
    (60, True, None, True),
    (61, True, None, False),
    (0, True, "Frokost", False),
    (0, False, None, False),
]


def test_there_is_who_has_the_desk_open_and_is_not_away(accounts: Accounts, clock: Clock) -> None:
    found = []
    for index, (ago, active, away, _) in enumerate(PRESENCE):
        one = person(accounts, f"agent-{index}")
        if ago is not None:
            accounts.seen(one.id)
            clock.move(seconds=ago)
        accounts.away(one.id, away)
        if not active:
            accounts.disable(one.id)
        found.append(one.name in names(accounts.present("thisted", None, WITHIN)))
    assert found == [there for *_, there in PRESENCE]


# For whom something is meant, and who is there for it.
SERVED: list[tuple[str, str | None, list[str]]] = [
    ("thisted", None, ["bo", "lise"]),
    ("thisted", "Ungeteamet", ["bo", "lise"]),
    ("thisted", "Visitationen", ["lise"]),
    ("koege", None, ["ulla"]),
    ("hjoerring", None, []),
]


def test_there_for_a_conversation_is_who_serves_it(accounts: Accounts) -> None:
    people = (
        person(accounts, "lise"),
        person(accounts, "bo", units=("Ungeteamet",)),
        person(accounts, "ulla", municipalities=("koege",)),
    )
    for one in people:
        accounts.seen(one.id)
    found = [names(accounts.present(municipality, unit, WITHIN)) for municipality, unit, _ in SERVED]
    assert found == [expected for *_, expected in SERVED]
    desks = [accounts.exists(municipality, unit) for municipality, unit, _ in SERVED]
    assert desks == [bool(expected) for *_, expected in SERVED]


def test_when_a_desk_was_open_last_is_known(accounts: Accounts, clock: Clock) -> None:
    lise = person(accounts)
    accounts.seen(lise.id)
    assert accounts.get(lise.id).seen_at == clock.at


def test_a_desk_exists_while_nobody_is_there_but_not_without_an_account_that_can_log_in(accounts: Accounts) -> None:
    lise = person(accounts)
    assert accounts.exists("thisted")
    accounts.disable(lise.id)
    assert not accounts.exists("thisted")
    accounts.enable(lise.id)
    assert accounts.exists("thisted")


def test_colleagues_share_a_municipality_and_can_log_in(accounts: Accounts) -> None:
    person(accounts, "lise", municipalities=("thisted", "koege"))
    person(accounts, "bo", role=ADMINISTRATOR, municipalities=("koege",))
    person(accounts, "ulla", municipalities=("hjoerring",))
    accounts.disable(person(accounts, "kim").id)
    assert names(accounts.colleagues(["thisted"])) == ["lise"]
    assert names(accounts.colleagues(["koege", "thisted"])) == ["bo", "lise"]
    assert accounts.colleagues([]) == ()


def test_nothing_that_is_shown_of_an_account_holds_its_hash(accounts: Accounts, engine: Engine) -> None:
    lise = person(accounts)
    with engine.connect() as connection:
        stored = connection.execute(select(staff.c.password_hash)).scalar()
    assert stored not in f"{lise} {lise!r} {vars(lise)}"


def test_a_taken_name_tells_nothing_of_the_statement(accounts: Accounts) -> None:
    person(accounts)
    with pytest.raises(StaffError) as raised:
        person(accounts)
    assert "argon2" not in f"{raised.value!r}"
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_a_name_is_taken_by_an_account_that_was_written_by_another_process(
    accounts: Accounts, engine: Engine, clock: Clock
) -> None:
    values = {"name": "lise", "shown_name": "Lise", "role": AGENT, "municipalities": ["thisted"], "units": []}
    with engine.begin() as connection:
        connection.execute(insert(staff).values(**values, password_hash="x", active=True, created_at=clock.at))
    with pytest.raises(StaffError):
        person(accounts, "Lise")
