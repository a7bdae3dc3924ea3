"""People who leave the desk, with and without a word, on both databases."""

import time

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.staff import Accounts
from bot.wording.i18n import text as danish
from tests.chatting import Citizen
from tests.desk import PATIENCE_SECONDS, Agent, account, ask_for_person, references, standing
from tests.running import wait_for

ABSENT_SECONDS = 4


@pytest.fixture(scope="module")
def variables() -> dict[str, str]:
    return {"VEJVISER_ABSENT_SECONDS": str(ABSENT_SECONDS)}


def test_the_conversation_of_a_person_who_is_gone_returns_to_the_queue(
    lise: Agent, bo: Agent, citizen: Citizen, reference: str
) -> None:
    with bo.at_the_desk() as there:
        with lise.at_the_desk():
            lise.on(reference, "claim")
        there.until(lambda board: reference in references(board["waiting"]), "it waits again")
        assert standing(citizen)["state"] == "waiting"
        assert bo.on(reference, "claim").status_code == 200


def test_who_stays_keeps_the_conversation(lise: Agent, bo: Agent, reference: str) -> None:
    with bo.at_the_desk() as there, lise.at_the_desk():
        lise.on(reference, "claim")
        time.sleep(2 * ABSENT_SECONDS)
        assert reference in references(there.board["others"])


def test_nobody_waits_where_everybody_has_logged_out(url: str, shared_engine: Engine) -> None:
    for person in Accounts(shared_engine).list():
        if "hjoerring" in person.municipalities:
            Accounts(shared_engine).disable(person.id)
    only = Agent(url, account(shared_engine, "Rie", municipalities=("hjoerring",)))
    waiting = Citizen(url, "hjoerring")
    with only.at_the_desk():
        ask_for_person(shared_engine, waiting.begun["reference"], "hjoerring")
        assert standing(waiting)["state"] == "waiting"
    only.post("logout")
    wait_for(lambda: standing(waiting)["state"] == "robot", PATIENCE_SECONDS, "it is taken out of the queue")
    assert waiting.listen(2)[-1]["text"] == danish("handover.nobody_there")
