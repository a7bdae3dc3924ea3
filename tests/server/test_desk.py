"""The desk over HTTP with two agents, on both databases; the robot is away, which nobody at the desk needs."""

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.log import Log
from bot.conversations.queue import Queue
from bot.conversations.staff import ADMINISTRATOR, SUPERVISOR
from bot.standards.model import Content
from bot.wording.i18n import text as danish
from bot.wording.i18n import tree
from tests.chatting import Citizen
from tests.desk import Agent, account, ask_for_person, id_of, references, standing


def test_a_conversation_goes_through_all_hands_and_everybody_hears_it(
    lise: Agent, bo: Agent, citizen: Citizen, reference: str
) -> None:
    with lise.at_the_desk() as there, bo.at_the_desk() as other:
        there.until(lambda board: reference in references(board["waiting"]), "it waits")
        whole = lise.on(reference, "claim").json()
        assert whole["card"]["state"] == "person"
        assert {"reply", "forward", "return", "close"} <= set(whole["may"])
        other.until(lambda board: reference in references(board["others"]), "the colleague sees it")
        assert lise.reply(reference, "Hej, det er Lise.").status_code == 202
        citizen.say("Hvad med klagen?")
        there.until(lambda board: board["mine"][0]["unread"] == 1, "it is unread")
        assert lise.on(reference, "forward", to={"staff": bo.person.id}, note="Klage").status_code == 200
        other.until(lambda board: reference in references(board["mine"]), "the colleague has it")
        assert [note["text"] for note in bo.whole(reference)["notes"]] == ["Klage"]
        assert lise.reply(reference, "mere").status_code == 409
        assert bo.reply(reference, "Hej, det er Bo.").status_code == 202
        assert bo.on(reference, "return").status_code == 200
        other.until(lambda board: reference not in str(board), "it is with the robot")
    heard = citizen.listen(7)
    assert [entry["kind"] for entry in heard] == [
        "handover", "handover", "person", "citizen", "handover", "person", "handover",
    ]  # fmt: skip
    assert [entry["state"] for entry in heard if entry["kind"] == "handover"] == [
        "waiting", "person", "person", "robot",
    ]  # fmt: skip
    assert [entry["sender"]["name"] for entry in heard if entry["kind"] == "person"] == ["Lise", "Bo"]


def test_the_citizen_sees_position_person_and_end(lise: Agent, citizen: Citizen, reference: str) -> None:
    with lise.at_the_desk():
        waiting = standing(citizen)
        assert waiting["state"] == "waiting"
        assert waiting["position"] >= 1
        lise.on(reference, "claim")
        assert standing(citizen)["sender"]["name"] == "Lise"
        lise.on(reference, "close", reason="answered", note="")
    with citizen.stream() as events:
        assert [data for name, _, data in events if name == "closed"] == [{"reason": "person"}]
    assert citizen.post("rating", stars=5, comment="tak").status_code == 204
    assert citizen.say("er du der?").status_code == 401


def test_who_claims_second_hears_who_has_it(lise: Agent, bo: Agent, reference: str) -> None:
    assert lise.on(reference, "claim").status_code == 200
    response = bo.on(reference, "claim")
    assert (response.status_code, response.json()["error"]) == (409, "taken")
    assert response.json()["text"] == danish("desk_service.taken", name="Lise")


def test_who_claims_twice_has_it_once(lise: Agent, citizen: Citizen, reference: str) -> None:
    assert [lise.on(reference, "claim").status_code for _ in range(2)] == [200, 200]
    assert [entry["state"] for entry in citizen.listen(2)] == ["waiting", "person"]


def test_a_reply_that_is_sent_again_is_said_once(lise: Agent, citizen: Citizen, reference: str) -> None:
    lise.on(reference, "claim")
    assert [lise.reply(reference, "Hej", "reply-0001").status_code for _ in range(2)] == [202, 200]
    lise.reply(reference, "igen")
    assert [entry["text"] for entry in citizen.listen(4) if entry["kind"] == "person"] == ["Hej", "igen"]


def test_a_note_never_reaches_the_citizen(lise: Agent, citizen: Citizen, reference: str) -> None:
    lise.on(reference, "claim")
    assert lise.on(reference, "note", text="fortrolig bemærkning").status_code == 201
    lise.reply(reference, "Hej")
    assert "fortrolig" not in str(citizen.listen(3))
    assert lise.whole(reference)["notes"][0]["text"] == "fortrolig bemærkning"


def test_the_robot_gets_nothing_while_a_person_has_it(
    lise: Agent, shared_engine: Engine, citizen: Citizen, reference: str
) -> None:
    lise.on(reference, "claim")
    citizen.say("Er du der?")
    # The robot is away: what it got would wait for it.
    assert id_of(shared_engine, reference) not in Log(shared_engine).waiting()
    with lise.stream(f"conversations/{reference}/stream") as events:
        entries = (data for name, _, data in events if name == "entry")
        assert next(entry["text"] for entry in entries if entry["kind"] == "citizen") == "Er du der?"
    assert not [entry for entry in citizen.listen(3) if entry["kind"] == "robot"]


def test_typing_is_seen_on_the_other_side(lise: Agent, citizen: Citizen, reference: str) -> None:
    lise.on(reference, "claim")
    with citizen.stream(after=2) as events:
        assert lise.on(reference, "typing", typing=True).status_code == 204
        assert next(data for name, _, data in events if name == "typing") == {"typing": True}
    with lise.stream(f"conversations/{reference}/stream", after=2) as events:
        citizen.post("typing", typing=True)
        assert next(data for name, _, data in events if name == "typing") == {"typing": True}


def test_the_desk_sees_whether_the_citizen_is_there(lise: Agent, citizen: Citizen, reference: str) -> None:
    with lise.at_the_desk() as there:
        with citizen.stream() as events:
            next(events)
            there.until(lambda board: card(board, reference)["citizen_there"], "the citizen's page is open")
        there.until(lambda board: not card(board, reference)["citizen_there"], "it is closed")


def card(board: dict, reference: str) -> dict:
    found = [one for one in board["waiting"] + board["mine"] if one["reference"] == reference]
    return found[0] if found else {"citizen_there": None}


def test_who_leaves_the_queue_is_gone_from_the_board(lise: Agent, citizen: Citizen, reference: str) -> None:
    with lise.at_the_desk() as there:
        there.until(lambda board: reference in references(board["waiting"]), "it waits")
        response = citizen.client.delete("/chat/person", headers=citizen.headers)
        assert (response.status_code, response.json()["state"]) == (200, "robot")
        there.until(lambda board: reference not in str(board), "it is gone")


def test_who_is_away_is_said_to_be(lise: Agent, bo: Agent) -> None:
    with lise.at_the_desk() as there, bo.at_the_desk():
        assert bo.post("status", away="Frokost").json()["me"]["away"] == "Frokost"
        there.until(lambda board: "Frokost" in str(board["colleagues"]), "the colleague sees it")
        assert bo.post("status", away=None).json()["me"]["away"] is None


def test_a_supervisor_takes_over(url: str, shared_engine: Engine, lise: Agent, reference: str) -> None:
    boss = Agent(url, account(shared_engine, "Grethe", SUPERVISOR))
    lise.on(reference, "claim")
    assert "take" in boss.whole(reference)["may"]
    assert boss.on(reference, "take").json()["card"]["staff"]["shown_name"] == "Grethe"
    assert lise.reply(reference, "Hej").status_code == 409


@pytest.mark.parametrize(
    ("to", "refused"),
    [({"unit": "Findes ikke"}, (400, "unknown_unit")), ({"staff": 999_999}, (409, "not_there"))],
)
def test_a_conversation_goes_to_nobody_who_does_not_exist(
    lise: Agent, reference: str, to: dict, refused: tuple[int, str]
) -> None:
    lise.on(reference, "claim")
    response = lise.on(reference, "forward", to=to, note="")
    assert (response.status_code, response.json()["error"]) == refused
    assert lise.whole(reference)["card"]["staff"]["id"] == lise.person.id


def test_a_conversation_does_not_go_to_a_colleague_who_is_away(lise: Agent, bo: Agent, reference: str) -> None:
    lise.on(reference, "claim")
    with bo.at_the_desk():
        bo.post("status", away="Frokost")
        response = lise.on(reference, "forward", to={"staff": bo.person.id}, note="")
        bo.post("status", away=None)
    assert (response.status_code, response.json()["error"]) == (409, "not_there")
    assert lise.whole(reference)["card"]["staff"]["id"] == lise.person.id


def test_a_conversation_that_goes_to_anybody_waits_at_its_old_place(
    url: str, shared_engine: Engine, lise: Agent, bo: Agent, reference: str
) -> None:
    with bo.at_the_desk() as there:
        lise.on(reference, "claim")
        later = Citizen(url)
        ask_for_person(shared_engine, later.begun["reference"])
        lise.on(reference, "forward", to={"unit": None}, note="")
        both = {reference, later.begun["reference"]}
        board = there.until(lambda board: both <= set(references(board["waiting"])), "both wait")
        order = [one for one in references(board["waiting"]) if one in both]
        assert order == [reference, later.begun["reference"]]


def test_ended_conversations_are_found_by_word_and_by_reference(lise: Agent, citizen: Citizen, reference: str) -> None:
    lise.on(reference, "claim")
    lise.reply(reference, "Østersøens havørred")
    lise.on(reference, "close", reason="referred", note="")
    for words in ("havørred", "HAVØRRED østersøens", reference, reference.lower()):
        found = [one for one in lise.get("search", q=words).json()["found"] if one["reference"] == reference]
        assert found, words
        assert (found[0]["reason"], found[0]["staff"]) == ("referred", "Lise")
    assert lise.get("search", q="%").json()["found"] == []


def test_reading_is_written_down(url: str, shared_engine: Engine, lise: Agent, reference: str) -> None:
    boss = Agent(url, account(shared_engine, "Grethe", SUPERVISOR))
    lise.whole(reference)
    lise.get("search", q="noget")
    readings = boss.get("audit").json()["readings"]
    mine = {(one["what"], one["reference"]) for one in readings if one["by"] == lise.person.name}
    assert {("conversation", reference), ("search", "")} <= mine


def test_following_a_stream_is_reading(url: str, shared_engine: Engine, reference: str) -> None:
    boss, person = Agent(url, account(shared_engine, "Grethe", SUPERVISOR)), Agent(url, account(shared_engine, "Kaj"))
    with person.stream(f"conversations/{reference}/stream") as events:
        next(events)
    readings = boss.get("audit").json()["readings"]
    assert [one["reference"] for one in readings if one["by"] == person.person.name] == [reference]


def test_what_staff_write_keeps_no_cpr_number(lise: Agent, citizen: Citizen, reference: str) -> None:
    lise.on(reference, "claim")
    lise.reply(reference, "Er dit cpr-nummer 010190-1234? Ring på 20 30 40 50.")
    lise.on(reference, "note", text="cpr 010190-1234")
    assert "010190" not in str(lise.whole(reference))
    assert "20 30 40 50" in citizen.listen(3)[-1]["text"]


def test_an_administrator_exports_and_erases(
    url: str, shared_engine: Engine, lise: Agent, citizen: Citizen, reference: str
) -> None:
    boss = Agent(url, account(shared_engine, "Karen", ADMINISTRATOR))
    citizen.say("et pebernøddeord")
    inner = id_of(shared_engine, reference)
    exported = boss.get(f"conversations/{reference}/export")
    assert "pebernøddeord" in exported.text
    assert "attachment" in exported.headers["content-disposition"]
    response = boss.client.delete(f"/desk/api/conversations/{reference}")
    assert (response.status_code, response.json()["erased"]) == (200, True)
    assert boss.get(f"conversations/{reference}").status_code == 404
    assert Queue(shared_engine).standing(inner).state == "closed"


def test_a_call_back_is_worked_off(url: str, lise: Agent) -> None:
    caller = Citizen(url)
    form = {"id": "callback-1", "name": "Ane", "phone": "20304050", "email": "", "question": "Klage", "share": False}
    first, again = (caller.post("callback", **form) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    receipt = first.json()["receipt"]
    assert again.json()["receipt"] == receipt
    [one] = [one for one in lise.get("callbacks").json()["callbacks"] if one["receipt"] == receipt]
    assert (one["name"], one["state"], one["attempts"], one["reference"]) == ("Ane", "open", 0, None)
    tried = lise.post(f"callbacks/{receipt}", outcome="not_reached", note="Tog den ikke").json()
    assert (tried["state"], tried["attempts"], tried["handled_by"]) == ("not_reached", 1, "Lise")
    assert lise.post(f"callbacks/{receipt}", outcome="done", note="").json()["state"] == "done"
    assert receipt not in str(lise.get("callbacks").json())
    assert receipt in str(lise.get("callbacks", state="done").json())
    assert "20304050" not in str(caller.listen(1))
    assert receipt in caller.listen(1)[0]["text"]


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"name": " "}, "name_missing", "name"),
        ({"phone": "", "email": ""}, "contact_missing", "phone"),
        ({"phone": "12"}, "phone_wrong", "phone"),
        ({"phone": "ring til mig"}, "phone_wrong", "phone"),
        ({"email": "lis(at)eksempel"}, "email_wrong", "email"),
        ({"question": "x" * 1001}, "too_long", "question"),
    ],
)
def test_a_call_back_form_says_which_field_is_wrong(
    citizen: Citizen, lise: Agent, change: dict, error: str, field: str
) -> None:
    form = {"id": "callback-1", "name": "Ane", "phone": "20304050", "email": "", "question": "", "share": True}
    response = citizen.post("callback", **{**form, **change})
    assert response.status_code == 422
    assert (response.json()["error"], response.json()["field"]) == (error, field)
    assert response.json()["text"]


def test_where_there_is_no_desk_nobody_promises_a_call(url: str) -> None:
    response = Citizen(url, "broenderslev").post(
        "callback", id="callback-1", name="Ane", phone="20304050", email="", question="", share=False
    )
    assert (response.status_code, response.json()["error"]) == (409, "no_desk")


def test_only_who_has_talked_with_a_person_rates_it(citizen: Citizen) -> None:
    response = citizen.post("rating", stars=3)
    assert (response.status_code, response.json()["error"]) == (404, "nothing_to_rate")


@pytest.mark.parametrize("stars", [0, 6, 2.5, "5", True, None])
def test_a_rating_has_one_to_five_stars(citizen: Citizen, stars: object) -> None:
    assert citizen.post("rating", stars=stars).status_code == 400


def test_ready_answers_come_from_the_content(lise: Agent, content: Content) -> None:
    answers = lise.get("answers", municipality="thisted").json()["answers"]
    assert {one["topic"]: one["label"] for one in answers} == {
        name: topic.label for name, topic in content.topics.items()
    }
    assert all(one["text"] for one in answers)


def test_the_pages_wording_is_served(lise: Agent) -> None:
    response = lise.client.get("/desk/api/texts")
    assert response.status_code == 200
    assert response.json() == tree("desk")
