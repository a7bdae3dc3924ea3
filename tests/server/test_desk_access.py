"""Who gets at the desk: each of its routes, found by walking the app, not by a list that somebody keeps."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Engine

from bot.conversations.staff import ADMINISTRATOR, SUPERVISOR, Accounts, Staff
from bot.server.desk_access import COOKIE
from tests.chatting import Citizen
from tests.databases import sqlite_in
from tests.desk import PASSWORD, Agent, account, ask_for_person
from tests.routes import served

DATA = ("/desk/api/", "/lookup/api/")
OPEN = {
    ("GET", "/desk/api/texts"),
    ("POST", "/desk/api/login"),
    ("GET", "/lookup/api/texts"),
}
FOR_SUPERVISORS = {"/desk/api/audit", "/desk/api/conversations/{reference}/take"}
FOR_ADMINISTRATORS = {
    ("GET", "/desk/api/conversations/{reference}/export"),
    ("DELETE", "/desk/api/conversations/{reference}"),
}


def walked() -> list[tuple[str, str]]:
    """All routes of the desk and all data of the look-up page, by method and path."""
    under = {(method, path) for method, path in served() if path.startswith(("/desk/", *DATA))}
    return sorted({(method, path) for method, path in under if method not in ("OPTIONS", "HEAD")} - OPEN)


ROUTES = walked()
CHANGING = [(method, path) for method, path in ROUTES if method != "GET"]


@pytest.fixture(scope="module")
def shared_database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sqlite_in(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def reference(url: str, shared_engine: Engine) -> str:
    """A conversation of Thisted's that waits."""
    reference: str = Citizen(url).begun["reference"]
    ask_for_person(shared_engine, reference)
    return reference


def ask(client: httpx.Client, method: str, path: str, reference: str, **options: Any) -> httpx.Response:
    filled = path.replace("{reference}", reference).replace("{receipt}", "AAAA-AAAA")
    return client.request(method, filled, **options)


def test_there_are_routes_to_walk() -> None:
    assert len(ROUTES) >= 20
    assert {prefix for prefix in DATA for _, path in ROUTES if path.startswith(prefix)} == set(DATA)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_a_login_a_route_says_nothing(client: httpx.Client, reference: str, method: str, path: str) -> None:
    response = ask(client, method, path, reference)
    assert (response.status_code, response.json()["error"]) == (401, "no_session")


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_cookie_that_was_made_up_opens_nothing(client: httpx.Client, reference: str, method: str, path: str) -> None:
    response = ask(client, method, path, reference, cookies={COOKIE: "x" * 43})
    assert response.status_code == 401


@pytest.fixture(scope="module")
def agent(url: str, shared_engine: Engine) -> Agent:
    return Agent(url, account(shared_engine, "Lise"))


@pytest.mark.parametrize("token", [None, "", "forkert"])
@pytest.mark.parametrize(("method", "path"), CHANGING)
def test_nothing_is_changed_without_the_token_against_forged_requests(
    agent: Agent, reference: str, method: str, path: str, token: str | None
) -> None:
    with httpx.Client(base_url=agent.url, cookies=agent.client.cookies, trust_env=False) as forged:
        response = ask(forged, method, path, reference, headers={} if token is None else {"x-csrf-token": token})
    assert (response.status_code, response.json()["error"]) == (403, "csrf")


@pytest.mark.parametrize(
    "headers", [{"origin": "https://ond.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}]
)
@pytest.mark.parametrize(("method", "path"), [*CHANGING, ("POST", "/desk/api/login")])
def test_no_other_page_changes_anything(
    agent: Agent, reference: str, method: str, path: str, headers: dict[str, str]
) -> None:
    response = ask(agent.client, method, path, reference, headers=headers)
    assert (response.status_code, response.json()["error"]) == (403, "csrf")


@pytest.mark.parametrize(
    ("role", "method", "path"),
    [
        ("agent", method, path)
        for method, path in ROUTES
        if path in FOR_SUPERVISORS or (method, path) in FOR_ADMINISTRATORS
    ]
    + [(SUPERVISOR, method, path) for method, path in sorted(FOR_ADMINISTRATORS)],
)
def test_a_role_that_is_too_small_is_refused(
    url: str, shared_engine: Engine, reference: str, role: str, method: str, path: str
) -> None:
    person = Agent(url, account(shared_engine, "Mads", role))
    response = ask(person.client, method, path, reference)
    assert (response.status_code, response.json()["error"]) == (403, "role")


def test_every_route_of_higher_roles_exists() -> None:
    assert set(ROUTES) >= FOR_ADMINISTRATORS
    assert {path for _, path in ROUTES} >= FOR_SUPERVISORS


@pytest.fixture(scope="module")
def stranger(url: str, shared_engine: Engine) -> Agent:
    """An administrator of another municipality."""
    return Agent(url, account(shared_engine, "Karen", ADMINISTRATOR, ("koege",)))


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path in ROUTES if "{reference}" in path])
def test_a_conversation_of_another_municipality_does_not_exist(
    stranger: Agent, reference: str, method: str, path: str
) -> None:
    bodies = {
        "reply": {"id": "reply-0001", "text": "Hej"},
        "note": {"text": "Hej"},
        "typing": {"typing": True},
        "forward": {"to": {"unit": None}},
        "close": {"reason": "answered"},
    }
    options = {"json": bodies.get(path.rpartition("/")[2], {})} if method == "POST" else {}
    response = ask(stranger.client, method, path, reference, **options)
    unknown = ask(stranger.client, method, path, "ZZZZ-ZZZZ", **options)
    assert (response.status_code, response.json()["error"]) == (404, "not_found")
    assert response.json() == unknown.json()


def test_another_municipality_is_neither_listed_nor_found(
    url: str, shared_engine: Engine, agent: Agent, stranger: Agent, reference: str
) -> None:
    over = str(Citizen(url).begun["reference"])
    ask_for_person(shared_engine, over)
    agent.on(over, "claim")
    agent.on(over, "close", reason="answered", note="")
    assert reference in str(agent.board())
    assert reference not in str(stranger.board())
    for query in ({"q": over}, {"q": ""}):
        assert over in str(agent.get("search", **query).json()["found"])
        assert stranger.get("search", **query).json()["found"] == []


def test_what_was_read_in_another_municipality_is_not_listed(
    url: str, shared_engine: Engine, agent: Agent, stranger: Agent, reference: str
) -> None:
    boss = Agent(url, account(shared_engine, "Grethe", SUPERVISOR))
    agent.whole(reference)
    assert reference in str(boss.get("audit").json())
    assert reference not in str(stranger.get("audit").json())


def test_nothing_of_another_municipality_is_looked_up(stranger: Agent) -> None:
    assert stranger.get("search", q="", municipality="thisted").status_code == 404
    assert stranger.get("answers", municipality="thisted").status_code == 404
    assert stranger.get("units", municipality="thisted").status_code == 404


def test_a_call_back_of_another_municipality_does_not_exist(url: str, agent: Agent, stranger: Agent) -> None:
    citizen = Citizen(url)
    form = {"id": "callback-1", "name": "Ane", "phone": "20 30 40 50", "email": "", "question": "", "share": True}
    response = citizen.post("callback", **form)
    assert response.status_code == 201, response.text
    receipt = response.json()["receipt"]
    assert receipt in str(agent.get("callbacks").json())
    assert receipt not in str(stranger.get("callbacks").json())
    assert stranger.post(f"callbacks/{receipt}", outcome="done", note="").status_code == 404
    assert stranger.get(f"conversations/{citizen.begun['reference']}").status_code == 404
    assert agent.get(f"conversations/{citizen.begun['reference']}").status_code == 200


def test_a_conversation_that_nobody_was_asked_for_is_not_for_staff(url: str, agent: Agent) -> None:
    citizen = Citizen(url)
    citizen.say("Hvad koster det?")
    assert agent.get(f"conversations/{citizen.begun['reference']}").status_code == 404


def test_who_logs_out_is_out(url: str, shared_engine: Engine) -> None:
    person = Agent(url, account(shared_engine, "Ida"))
    cookies = dict(person.client.cookies)
    assert person.get("session").status_code == 200
    assert person.post("logout").status_code == 204
    assert person.client.get("/desk/api/session", cookies=cookies).status_code == 401


def test_a_disabled_account_is_out_at_once(url: str, shared_engine: Engine) -> None:
    staff: Staff = account(shared_engine, "Per")
    person = Agent(url, staff)
    Accounts(shared_engine).disable(staff.id)
    assert person.get("session").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(client: httpx.Client, shared_engine: Engine) -> None:
    person = account(shared_engine, "Eva")
    response = client.post("/desk/api/login", json={"name": person.name, "password": PASSWORD})
    cookie = response.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(client: httpx.Client, shared_engine: Engine) -> None:
    person = account(shared_engine, "Bo")
    wrong = client.post("/desk/api/login", json={"name": person.name, "password": "ikke den rigtige"})
    unknown = client.post("/desk/api/login", json={"name": "findes-ikke", "password": "ikke den rigtige"})
    assert wrong.status_code == 401
    assert wrong.json() == unknown.json()


def test_repeated_failure_locks_the_account_and_says_for_how_long(client: httpx.Client, shared_engine: Engine) -> None:
    person = account(shared_engine, "Ulla")
    for _ in range(5):
        client.post("/desk/api/login", json={"name": person.name, "password": "ikke den rigtige"})
    response = client.post("/desk/api/login", json={"name": person.name, "password": PASSWORD})
    assert (response.status_code, response.json()["error"]) == (429, "locked")
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"name": 1, "password": "x"}', b"\xff", b'{"name": "a"}'])
def test_a_login_that_cannot_be_read_is_refused(client: httpx.Client, body: bytes) -> None:
    assert client.post("/desk/api/login", content=body).status_code == 400
