import subprocess
import sys

import pytest

from bot.settings import ROOT

SECRET = "hvad-et-menneske-skrev"

# In a process of its own, as logging is set up for a whole process and Rasa's way of doing so comes first.
PROGRAM = f"""
import logging, structlog
from rasa.utils.log_utils import configure_structlog
configure_structlog(logging.INFO)
before = structlog.get_logger("used before")
before.info("an.early.entry")
from bot.rasa import safe_logging
safe_logging.install()
text = "{SECRET}"
def fail():
    raise ValueError(text)
try:
    fail()
except ValueError:
    before.exception("structlog.failed", text=text, tracker_states=[text])
    logging.getLogger("rasa.core").exception("logging failed")
before.error("plain.entry", user_text=text, parse_data_entities=[text])
"""


@pytest.fixture(scope="module")
def log() -> str:
    result = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    return result.stdout + result.stderr


def test_no_text_of_a_citizen_is_logged(log: str) -> None:
    assert SECRET not in log


@pytest.mark.parametrize("entry", ["structlog.failed", "logging failed", "plain.entry"])
def test_an_entry_keeps_its_name(log: str, entry: str) -> None:
    assert entry in log


def test_an_exception_keeps_its_type_and_its_place(log: str) -> None:
    assert log.count("ValueError") == 2
    assert log.count("in fail") == 2
