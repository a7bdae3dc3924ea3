import pytest
from sqlalchemy.engine import Engine

from bot.conversations.log import Log
from bot.conversations.sessions import Sessions
from bot.conversations.staff import Accounts
from tests.clock import Clock
from tests.staffing import QuickPasswords
from tests.staffing import accounts as accounts_of


@pytest.fixture
def log(engine: Engine) -> Log:
    return Log(engine)


@pytest.fixture
def accounts(engine: Engine, clock: Clock) -> Accounts:
    return accounts_of(engine, clock)


@pytest.fixture
def passwords() -> QuickPasswords:
    return QuickPasswords()


@pytest.fixture
def sessions(engine: Engine, clock: Clock, passwords: QuickPasswords) -> Sessions:
    return Sessions(engine, clock, passwords=passwords)
