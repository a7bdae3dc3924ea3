"""The service by itself, over HTTP, while Rasa is down."""

import httpx
import pytest

from bot.wording.i18n import text as danish
from tests.conftest import StartService

REST = "/webhooks/rest/webhook"


def test_a_question_gets_an_apology_and_not_silence(lone_service: httpx.Client) -> None:
    response = lone_service.post(REST, json={"sender": "a", "message": "Hvor længe venter jeg?"})
    [message] = response.json()
    assert (response.status_code, message["recipient_id"]) == (200, "a")
    assert message["custom"]["type"] == "apology"
    assert message["text"]


def test_health_says_that_messages_are_not_answered(lone_service: httpx.Client) -> None:
    response = lone_service.get("/health")
    assert response.status_code == 503
    assert response.json()["rasa"] == "down"


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        (b"nonsense", 400, "not_json"),
        (b"[1]", 400, "not_object"),
        (b'{"sender": "a"}', 400, "message"),
        (b'{"sender": "a", "message": null}', 400, "message"),
        (b'{"sender": "a", "message": ""}', 200, "empty"),
        (b"x" * 70_000, 413, "too_large"),
        (b"x" * 2_000_000, 413, "too_large"),
    ],
)
def test_unusable_input_gets_one_danish_message(lone_service: httpx.Client, body: bytes, status: int, key: str) -> None:
    response = lone_service.post(REST, content=body)
    assert response.status_code == status
    assert [message["text"] for message in response.json()] == [danish(f"service.intake.{key}")]


def test_a_reply_never_echoes_markup(lone_service: httpx.Client) -> None:
    response = lone_service.post(REST, json={"sender": "a", "message": "<script>alert(1)</script>"})
    assert "<script>" not in response.text


def test_rest_is_closed_in_production(start_service: StartService) -> None:
    response = start_service(VEJVISER_ENV="production").post(REST, json={"sender": "a", "message": "hej"})
    assert response.status_code == 404
    assert response.json()[0]["text"] == danish("service.error.rest_off")


@pytest.mark.parametrize(
    ("method", "path", "status", "key"),
    [("GET", "/nowhere", 404, "not_found"), ("DELETE", "/health", 405, "not_allowed")],
)
def test_errors_are_short_and_danish(lone_service: httpx.Client, method: str, path: str, status: int, key: str) -> None:
    response = lone_service.request(method, path)
    assert response.status_code == status
    assert response.json()[0]["text"] == danish(f"service.error.{key}")


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_method_that_an_address_does_not_have_is_refused_with_those_that_it_has(
    lone_service: httpx.Client, accept: str
) -> None:
    response = lone_service.delete("/health", headers={"accept": accept})
    assert "GET" in response.headers["allow"]


def test_a_browser_gets_an_error_as_a_page(lone_service: httpx.Client) -> None:
    response = lone_service.get("/nowhere", headers={"accept": "text/html,*/*"})
    assert response.headers["content-type"].startswith("text/html")
    assert danish("service.error.not_found") in response.text


@pytest.mark.parametrize("path", ["/", "/health", "/nowhere", "/static/icon.svg"])
def test_every_response_carries_the_security_headers(lone_service: httpx.Client, path: str) -> None:
    headers = lone_service.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
