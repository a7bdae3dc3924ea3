"""What a citizen gets who asks for everything that is kept, on both databases."""

import datetime
import json
import threading

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from bot.conversations.export import export
from bot.conversations.log import Log
from bot.conversations.references import normal_reference
from bot.conversations.schema import entries
from bot.conversations.writing import NoConversationError
from tests.clock import START, Clock
from tests.planting import LISE, OTHER_WORD, PLANTED, WORD, Planted, plant


@pytest.fixture
def planted(engine: Engine) -> Planted:
    return plant(engine, WORD, Clock())


def test_everything_that_was_said_is_in_it_in_order(engine: Engine, planted: Planted) -> None:
    whole = export(engine, planted.reference)
    with engine.connect() as connection:
        said = connection.execute(select(entries.c.kind, entries.c.text).order_by(entries.c.number)).all()
    assert [(one["kind"], one["text"]) for one in whole["entries"]] == [tuple(row) for row in said]
    assert [one["number"] for one in whole["entries"]] == list(range(1, PLANTED["entries"] + 1))


def test_it_begins_with_what_the_conversation_is(engine: Engine, planted: Planted) -> None:
    whole = export(engine, planted.reference)
    at = START.isoformat(timespec="milliseconds")
    told = {name: value for name, value in whole.items() if not isinstance(value, list)}
    assert told == {
        "reference": planted.reference,
        "municipality": "thisted",
        "asked_municipality": "thisted",
        "asked_unit": None,
        "asked_why": "asked",
        "state": "closed",
        "started_at": at,
        "active_at": at,
        "asked_at": at,
        "claimed_at": at,
        "closed_at": at,
        "closed_reason": "person",
    }


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("person", {"sender": {"name": LISE.name, "unit": None}}),
        ("rating", {"stars": 4}),
        ("feedback", {"about": 2, "useful": False}),
        ("robot", {"answers": 1, "understood": {"intent": "ask", "topics": [WORD], "circumstances": {"age": "24"}}}),
    ],
)
def test_an_entry_has_what_its_kind_has_beside_the_text(
    engine: Engine, planted: Planted, kind: str, told: dict[str, object]
) -> None:
    [entry] = [one for one in export(engine, planted.reference)["entries"] if one["kind"] == kind]
    assert {name: value for name, value in entry.items() if name not in ("number", "kind", "at", "text")} == told


def test_who_had_the_conversation_is_told(engine: Engine, planted: Planted) -> None:
    moved = [(one["state"], one["by"], one["reason"]) for one in export(engine, planted.reference)["transitions"]]
    lise = {"kind": "staff", "name": LISE.name}
    assert moved == [
        ("waiting", {"kind": "citizen"}, None),
        ("person", lise, None),
        ("closed", lise, "answered"),
    ]


def test_call_backs_are_in_it_with_the_citizen_s_own_words_and_contacts(engine: Engine, planted: Planted) -> None:
    done, left = export(engine, planted.reference)["callbacks"]
    assert (done["receipt"], left["receipt"]) == planted.receipts
    assert (done["state"], done["attempts"], done["handled_by"], done["note"]) == ("done", 0, "Lise", f"Talt om {WORD}")
    assert (left["name"], left["phone"], left["email"], left["question"]) == (
        f"Bo {WORD}",
        f"12 {WORD}",
        f"{WORD}@example.dk",
        f"Hvad er {WORD}?",
    )


def test_what_staff_wrote_about_the_citizen_is_in_it(engine: Engine, planted: Planted) -> None:
    notes = export(engine, planted.reference)["notes"]
    assert [(one["by"], one["text"]) for one in notes] == [
        (LISE.name, f"Borgeren siger {WORD}"),
        (LISE.name, f"Det var {WORD}"),
    ]


def test_what_is_on_its_way_to_another_system_is_in_it(engine: Engine, planted: Planted) -> None:
    [delivery] = export(engine, planted.reference)["deliveries"]
    del delivery["at"]
    assert delivery == {"kind": "callback", "question": WORD, "contact": {"name": WORD}}


def test_nothing_that_is_the_house_s_own_is_in_it(engine: Engine, planted: Planted) -> None:
    whole = json.dumps(export(engine, planted.reference))
    for secret in (planted.id, planted.token, "token", '"id"', "client_id", "message-1", "callback-1", "staff_id"):
        assert secret not in whole


def test_nothing_of_another_citizen_is_in_it(engine: Engine, planted: Planted) -> None:
    plant(engine, OTHER_WORD, Clock())
    assert OTHER_WORD not in json.dumps(export(engine, planted.reference))


def test_it_is_json_and_the_same_each_time_with_times_that_have_a_zone(engine: Engine, planted: Planted) -> None:
    one, other = (json.dumps(export(engine, planted.reference)) for _ in range(2))
    assert one == other
    assert datetime.datetime.fromisoformat(json.loads(one)["started_at"]) == START


def test_a_conversation_in_which_nothing_was_said_has_an_export_too(engine: Engine) -> None:
    reference = Log(engine).start(None).conversation.reference
    whole = export(engine, reference)
    assert [whole[name] for name in ("entries", "transitions", "callbacks", "notes", "deliveries")] == [[]] * 5
    assert whole["municipality"] is None


@pytest.mark.parametrize("written", ["{0}", " {0} ", "{1}", "{2}", "{3}", "{4}"])
def test_a_reference_may_be_written_as_people_write_it(engine: Engine, planted: Planted, written: str) -> None:
    name = planted.reference
    forms = (name, name.lower(), name.replace("-", ""), name.lower().replace("-", " "), name.replace("-", " – "))
    assert export(engine, written.format(*forms))["reference"] == name


@pytest.mark.parametrize("written", ["", "-", "7KQ2", "ÅÆØ", "7KQ2-MM4D-7KQ2", "'; DROP TABLE entries", "\x00", "🐟"])
def test_an_unknown_reference_has_no_export(engine: Engine, planted: Planted, written: str) -> None:
    with pytest.raises(NoConversationError):
        export(engine, written)


def test_a_normal_reference_is_normal_already(planted: Planted) -> None:
    assert normal_reference(planted.reference) == planted.reference


def test_it_is_all_of_one_moment(engine: Engine, planted: Planted) -> None:
    whole = export(engine, planted.reference)
    erased: list[int] = []
    erasing = threading.Thread(target=lambda: Log(engine).erase(planted.id))

    def erase(_: object, __: object, statement: str, *___: object) -> None:
        # In between: what was said is read, the call-backs are not.
        if "FROM callbacks" in statement and not erased:
            erased.append(1)
            erasing.start()
            erasing.join(1.0)

    event.listen(engine, "before_cursor_execute", erase)
    try:
        assert export(engine, planted.reference) == whole
    finally:
        event.remove(engine, "before_cursor_execute", erase)
        erasing.join()
    with pytest.raises(NoConversationError):
        export(engine, planted.reference)
