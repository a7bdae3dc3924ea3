"""The service with a municipality's own system in place of the desk."""

from collections.abc import Iterator

import httpx
import pytest

from bot.server.signing import DELIVERY
from tests.chatting import Citizen
from tests.conftest import StartService
from tests.running import wait_for
from tests.server.receiver import SECRET, Receiver, Reply, receiving

FORM = {"id": "callback-1", "name": "Ane", "phone": "20304050", "email": "", "question": "Klage", "share": True}
PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving(Reply(500), Reply(None)) as receiver:
        yield receiver


@pytest.fixture(scope="module")
def url(start_service: StartService, receiver: Receiver) -> str:
    variables = {
        "VEJVISER_HANDOVER": "webhook",
        "VEJVISER_WEBHOOK_URL": receiver.url,
        "VEJVISER_WEBHOOK_SECRET": SECRET,
    }
    return str(start_service(**variables).base_url)


def test_a_call_back_arrives_once_although_the_system_fails_at_first(url: str, receiver: Receiver) -> None:
    citizen = Citizen(url)
    citizen.say("Hvordan klager jeg?")
    responses = [citizen.post("callback", **FORM) for _ in range(2)]
    assert [response.status_code for response in responses] == [201, 200]
    wait_for(lambda: bool(receiver.arrived), PATIENCE_SECONDS, "it has arrived")
    assert len(receiver.arrived) == 1
    assert len({call.headers[DELIVERY] for call in receiver.calls}) == 1
    assert responses[0].json()["receipt"].encode() in receiver.arrived[0]


def test_health_tells_what_has_not_arrived(url: str, receiver: Receiver) -> None:
    def deliveries() -> dict[str, int]:
        told: dict[str, int] = httpx.get(f"{url}/health", trust_env=False).json()["deliveries"]
        return told

    receiver.stop()
    Citizen(url).post("callback", **FORM)
    wait_for(lambda: deliveries()["oldest_seconds"] > 0, PATIENCE_SECONDS, "it waits, and gets older")
    assert deliveries()["waiting"] == 1
    receiver.start()
    wait_for(lambda: deliveries() == {"waiting": 0, "oldest_seconds": 0}, PATIENCE_SECONDS, "it has arrived")
