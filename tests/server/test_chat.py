"""The citizen's channel over HTTP while Rasa is down: what is stored, streamed, refused and erased."""

import json
import time

import httpx
import pytest

from bot.wording.i18n import text as danish
from tests.chatting import Citizen
from tests.conftest import StartService

PAGE = "https://www.thisted.dk"


@pytest.fixture(scope="module")
def service(start_service: StartService) -> httpx.Client:
    return start_service(VEJVISER_ORIGINS=f"thisted={PAGE}", VEJVISER_ADDRESS_MESSAGES_PER_MINUTE="1000000")


@pytest.fixture
def citizen(service: httpx.Client) -> Citizen:
    return Citizen(str(service.base_url))


def test_a_conversation_begins_with_a_key_and_a_name(citizen: Citizen) -> None:
    assert len(citizen.begun["token"]) >= 40
    assert len(citizen.begun["reference"]) == 9


def test_a_municipality_that_is_not_known_has_no_chat(service: httpx.Client) -> None:
    response = service.post("/chat/conversations", json={"municipality": "atlantis"})
    assert (response.status_code, response.json()["error"]) == (404, "unknown_municipality")


def test_a_message_is_acknowledged_and_comes_back_on_the_stream(citizen: Citizen) -> None:
    response = citizen.say("Hvad koster det?", "message-1")
    assert (response.status_code, response.json()) == (202, {"number": 1, "text": "Hvad koster det?"})
    [entry] = citizen.listen(1)
    assert (entry["kind"], entry["client_id"]) == ("citizen", "message-1")


def test_a_message_that_is_sent_again_is_stored_once(citizen: Citizen) -> None:
    statuses = [citizen.say("Hvad koster det?", "message-1").status_code for _ in range(3)]
    assert statuses == [202, 200, 200]
    citizen.say("Og hvem?", "message-2")
    assert [entry["text"] for entry in citizen.listen(2)] == ["Hvad koster det?", "Og hvem?"]


def test_a_stream_begins_behind_what_was_seen(citizen: Citizen) -> None:
    for index in range(3):
        citizen.say(f"besked {index}")
    with citizen.stream(after=2) as events:
        name, number, data = next(events)
    assert (name, number, data["text"]) == ("entry", 3, "besked 2")


@pytest.mark.parametrize("after", [0, 999])
def test_a_stream_always_says_how_long_the_conversation_stays_open(citizen: Citizen, after: int) -> None:
    with citizen.stream(after=after) as events:
        begun = [next(events) for _ in range(2)]
    assert [name for name, _, _ in begun] == ["handover", "session"]
    data = begun[1][2]
    assert 0 < data["expires_in"] <= citizen.begun["idle_seconds"]


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic x"}])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/chat/messages"),
        ("GET", "/chat/stream"),
        ("POST", "/chat/extend"),
        ("POST", "/chat/feedback"),
        ("DELETE", "/chat/conversation"),
    ],
)
def test_nothing_opens_without_the_token(service: httpx.Client, method: str, path: str, headers: dict) -> None:
    response = service.request(method, path, headers=headers, content=b'{"id": "message-1", "text": "hej"}')
    assert (response.status_code, response.json()["error"]) == (401, "no_conversation")


def test_nobody_hears_another_conversation(service: httpx.Client, citizen: Citizen) -> None:
    citizen.say("min hemmelighed")
    other = Citizen(str(service.base_url))
    other.say("hej")
    assert [entry["text"] for entry in other.listen(1)] == ["hej"]


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"nonsense", 400, "bad_request"),
        (b"[]", 400, "bad_request"),
        (b'{"id": "message-1"}', 400, "bad_request"),
        (b'{"id": "message-1", "text": "?!"}', 422, "empty"),
        (b'{"id": "message-1", "button": "7.0"}', 404, "no_button"),
        (b"x" * 70_000, 413, "too_large"),
    ],
)
def test_an_unusable_message_is_refused_in_danish(citizen: Citizen, content: bytes, status: int, reason: str) -> None:
    response = citizen.client.post("/chat/messages", content=content, headers=citizen.headers)
    assert (response.status_code, response.json()) == (
        status,
        {"error": reason, "text": danish(f"chat.error.{reason}")},
    )


def test_a_message_beyond_the_limit_hears_how_long_it_is(citizen: Citizen) -> None:
    response = citizen.say("x" * 1200)
    assert response.status_code == 422
    assert "1200" in response.json()["text"]
    assert str(citizen.begun["limit"]) in response.json()["text"]


def test_markup_comes_back_as_the_text_that_it_is(citizen: Citizen) -> None:
    hostile = "<img src=x onerror=alert(1)> & </script>"
    citizen.say(hostile)
    assert [entry["text"] for entry in citizen.listen(1)] == [hostile]


def test_a_cpr_number_is_masked_before_it_is_stored_and_the_citizen_is_told(citizen: Citizen) -> None:
    response = citizen.say("Hvad koster det? Jeg hedder 010190-1234")
    assert "010190" not in response.text
    said, notice = citizen.listen(2)
    assert "010190" not in json.dumps(said)
    assert (notice["kind"], notice["text"]) == ("notice", danish("chat.masked.cpr"))


def test_who_writes_too_fast_is_told_how_long_to_wait(service: httpx.Client, citizen: Citizen) -> None:
    responses = [citizen.say("hej") for _ in range(25)]
    refused = [response for response in responses if response.status_code == 429]
    assert refused
    seconds = int(refused[0].headers["retry-after"])
    assert refused[0].json()["text"] == danish("chat.error.too_often", count=seconds)
    assert Citizen(str(service.base_url)).say("hej").status_code == 202


def test_a_conversation_can_be_extended(citizen: Citizen) -> None:
    response = citizen.post("extend")
    assert (response.status_code, response.json()["expires_in"]) == (200, citizen.begun["idle_seconds"])


def test_what_was_not_answered_cannot_be_judged(citizen: Citizen) -> None:
    citizen.say("hej")
    response = citizen.post("feedback", number=1, useful=True)
    assert (response.status_code, response.json()["error"]) == (404, "no_answer")


def test_an_erased_conversation_is_over_at_once_also_while_rasa_is_down(citizen: Citizen) -> None:
    citizen.say("Hvad koster det?")
    with citizen.stream() as events:
        response = citizen.erase()
        assert [data for name, _, data in events if name == "closed"] == [{"reason": "erased"}]
    assert (response.status_code, response.json()) == (202, {"erased": False, "text": danish("chat.erased_soon")})
    assert citizen.say("hej").status_code == 401


def test_a_listed_page_may_use_its_own_municipalitys_chat(service: httpx.Client) -> None:
    asked = service.options("/chat/conversations", headers={"origin": PAGE, "access-control-request-method": "POST"})
    assert asked.headers["access-control-allow-origin"] == PAGE
    response = service.post("/chat/conversations", json={"municipality": "thisted"}, headers={"origin": PAGE})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (201, PAGE)


@pytest.mark.parametrize(
    ("origin", "municipality"), [(PAGE, "koege"), (PAGE, None), ("https://evil.dk", "thisted"), ("null", "thisted")]
)
def test_a_page_may_not_use_what_it_is_not_listed_for(
    service: httpx.Client, origin: str, municipality: str | None
) -> None:
    response = service.post("/chat/conversations", json={"municipality": municipality}, headers={"origin": origin})
    assert (response.status_code, response.json()["error"]) == (403, "not_allowed")


def test_another_page_cannot_go_on_with_a_conversation(citizen: Citizen) -> None:
    body = {"id": "message-1", "text": "hej"}
    headers = {**citizen.headers, "origin": "https://evil.dk"}
    response = citizen.client.post("/chat/messages", json=body, headers=headers)
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


def test_an_idle_conversation_is_closed_and_the_page_hears_why(start_service: StartService) -> None:
    citizen = Citizen(str(start_service(VEJVISER_IDLE_SECONDS="10").base_url))
    assert citizen.begun["warning_seconds"] == 5
    started = time.monotonic()
    with citizen.stream() as events:
        assert [data for name, _, data in events if name == "closed"] == [{"reason": "idle"}]
    assert time.monotonic() - started >= 9
    assert citizen.say("hej").status_code == 401


def test_log_files_and_database_hold_no_number_that_was_planted(
    start_service: StartService, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("planted")
    citizen = Citizen(str(start_service(VEJVISER_VAR=str(folder)).base_url))
    planted = ["010190-1234", "0101901234", "010190 1234"]
    for text in planted:
        citizen.say(f"Hvad koster det? Jeg hedder {text} og bor i Thisted")
        citizen.client.post("/chat/messages", content=text.encode(), headers=citizen.headers)
        citizen.client.get(f"/{text}")
        citizen.post("feedback", number=1, useful=True, comment=text)
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Hvad koster det?" in kept
    assert [text for text in planted if text.encode() in kept] == []
