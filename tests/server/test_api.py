"""The public interface: what its document promises is what it does, while the robot is away."""

from typing import Any

import httpx
import pytest
from jsonschema import Draft7Validator, RefResolver

from bot.server.api_routes import PREFIX, openapi
from bot.settings import Settings
from bot.standards.model import Content
from tests.conftest import StartService
from tests.routes import served

DOCUMENT = openapi()
SLUGS = sorted(path.name for path in (Settings().content_dir / "municipalities").iterdir())


@pytest.fixture(scope="module")
def api(start_service: StartService) -> httpx.Client:
    client = start_service(VEJVISER_API_PER_MINUTE="1000000")
    return httpx.Client(base_url=f"{str(client.base_url).rstrip('/')}{PREFIX}/", timeout=20, trust_env=False)


def plain(schema: Any) -> Any:
    """An OpenAPI schema as JSON Schema: what may be null says so by its type."""
    if isinstance(schema, dict):
        changed = {name: plain(part) for name, part in schema.items() if name != "nullable"}
        if schema.get("nullable"):
            changed["type"] = [changed["type"], "null"]
        return changed
    return [plain(part) for part in schema] if isinstance(schema, list) else schema


def holds(name: str, body: Any) -> None:
    resolver = RefResolver("", plain(DOCUMENT))
    Draft7Validator({"$ref": f"#/components/schemas/{name}"}, resolver=resolver).validate(body)


def test_every_route_is_in_the_document_and_nothing_else() -> None:
    paths = {path.removeprefix(PREFIX) for _, path in served() if path.startswith(f"{PREFIX}/")}
    assert paths == set(DOCUMENT["paths"])


@pytest.mark.parametrize("slug", SLUGS)
def test_every_answer_is_as_the_document_says(api: httpx.Client, content: Content, slug: str) -> None:
    whole = api.get(f"answers/{slug}").json()
    holds("Answers", whole)
    assert [one["topic"] for one in whole["answers"]] == list(content.topics)
    for one in whole["answers"]:
        assert api.get(f"answers/{slug}/{one['slug']}").json() == one
        assert api.get(f"answers/{slug}/{one['topic']}").json() == one


@pytest.mark.parametrize(
    ("path", "schema"), [("municipalities", "Municipalities"), ("topics", "Topics"), ("coverage", "Coverage")]
)
def test_lists_are_as_the_document_says(api: httpx.Client, path: str, schema: str) -> None:
    holds(schema, api.get(path).json())


def test_a_comparison_is_as_the_document_says_for_every_topic(api: httpx.Client, content: Content) -> None:
    for topic in content.topics:
        found = api.get(f"comparisons/{topic}").json()
        holds("Comparison", found)
        assert {one["municipality"] for one in found["answers"]} == set(content.municipalities)


def test_two_municipalities_are_compared_where_two_are_named(api: httpx.Client) -> None:
    found = api.get("comparisons/processing_time", params={"municipality": ["koege", "thisted", "koege"]}).json()
    assert sorted(one["municipality"] for one in found["answers"]) == ["koege", "thisted"]


def test_circumstances_settle_an_answer(api: httpx.Client) -> None:
    found = api.get("answers/frederikssund/kontakt", params={"age": "24", "pension": "no"}).json()
    assert found["answer"]["status"] == "stated"
    assert found["cases"] == []


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("answers/atlantis", 404, "unknown_municipality"),
        ("answers/atlantis/kontakt", 404, "unknown_municipality"),
        ("answers/thisted/vejret", 404, "unknown_topic"),
        ("comparisons/vejret", 404, "unknown_topic"),
        ("comparisons/kontakt?municipality=atlantis", 404, "unknown_municipality"),
        ("comparisons/kontakt?" + "&".join(["municipality=thisted"] * 21), 400, "bad_parameter"),
        ("comparisons/kontakt?" + "&".join(["municipality="] * 21), 400, "bad_parameter"),
        ("answers/thisted/kontakt?age=gammel", 400, "bad_parameter"),
        ("answers/thisted/kontakt?age=40-20", 400, "bad_parameter"),
        ("answers/thisted/kontakt?pension=maybe", 400, "bad_parameter"),
        ("answers/thisted?age=", 200, None),
    ],
)
def test_what_cannot_be_answered_is_said_in_danish(
    api: httpx.Client, path: str, status: int, error: str | None
) -> None:
    response = api.get(path)
    assert (response.status_code, response.json().get("error")) == (status, error)
    if error:
        holds("Error", response.json())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(api: httpx.Client, method: str) -> None:
    assert api.request(method, "answers/thisted/kontakt").status_code == 405


def test_pages_of_any_origin_may_read_it_and_ask_whether_it_has_changed(api: httpx.Client) -> None:
    first = api.get("answers/thisted/kontakt", headers={"origin": "https://www.eksempel.dk"})
    assert first.headers["access-control-allow-origin"] == "*"
    again = api.get("answers/thisted/kontakt", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    # Another answer, or the same one on a day on which it says something else, has another tag.
    other = api.get("answers/thisted/klage", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200
    assert other.headers["etag"] != first.headers["etag"]


def test_who_asks_too_often_hears_when_to_come_again(start_service: StartService) -> None:
    client = start_service(VEJVISER_API_PER_MINUTE="3")
    statuses = [client.get(f"{PREFIX}/topics").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = client.get(f"{PREFIX}/topics")
    assert int(refused.headers["retry-after"]) > 0
    holds("Error", refused.json())
