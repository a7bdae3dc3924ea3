"""People who are gone, and the conversations that they leave: these wait again, at their old places."""

import datetime

import pytest

from bot.conversations.handover import Handovers, Person
from bot.conversations.log import Log
from bot.conversations.queue import Queue
from bot.conversations.staff import Accounts
from tests.clock import Clock
from tests.conversations.handing import announced, claimed, waiting
from tests.staffing import person

ABSENT = datetime.timedelta(seconds=60)


@pytest.fixture
def lise(accounts: Accounts) -> Person:
    """Somebody who is at the desk."""
    account = person(accounts)
    accounts.seen(account.id)
    return Person(account.id, account.shown_name)


def test_the_conversation_of_a_person_who_is_gone_waits_at_its_old_place(
    log: Log, handovers: Handovers, clock: Clock, lise: Person, queue: Queue
) -> None:
    early = claimed(log, handovers, lise)
    clock.move(seconds=10)
    late = waiting(log, handovers)
    assert handovers.return_lost(clock.at - ABSENT) == ()
    clock.move(seconds=100)
    assert handovers.return_lost(clock.at - ABSENT) == (early,)
    assert [row[0] for row in queue.waiting()] == [early, late]
    assert announced(log, early)[-1] == "waiting"


def test_the_conversation_of_a_closed_account_waits_again(
    log: Log, handovers: Handovers, accounts: Accounts, clock: Clock, lise: Person
) -> None:
    conversation_id = claimed(log, handovers, lise)
    accounts.disable(lise.id)
    assert handovers.return_lost(clock.at - ABSENT) == (conversation_id,)
