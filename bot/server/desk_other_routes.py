"""The desk's other routes: logins, ready answers, call-backs, search, audit log, wording (docs/desk.md)."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.conversations.sessions import Session
from bot.conversations.staff import SUPERVISOR
from bot.server.desk_access import COOKIE, logged_in, logins_of, open_to_all
from bot.server.desk_intake import away_of, login_of, outcome_of, page_of
from bot.server.desk_office import DeskOffice
from bot.server.limits import address_of
from bot.settings import Settings
from bot.wording.i18n import tree

NO_CONTENT = 204
_WORDING = "desk"


def routes(settings: Settings) -> Blueprint:
    """Return the routes; they find `desk_logins` and `desk_office` in the app's context."""
    blueprint = Blueprint("desk_other", url_prefix="/desk/api")
    agent = logged_in(settings)

    @blueprint.get("/texts")
    @open_to_all(settings)
    async def texts(request: Request) -> HTTPResponse:
        return json(tree(_WORDING), headers={"cache-control": "public, max-age=300"})

    @blueprint.post("/login")
    @open_to_all(settings)
    async def login(request: Request) -> HTTPResponse:
        logins = logins_of(request)
        made = await logins.login(login_of(request.body), address_of(request))
        response = json(logins.told(made.csrf, made.staff))
        response.cookies[COOKIE] = made.token
        _shield(response, settings)
        return response

    @blueprint.get("/session")
    @agent
    async def session(request: Request, session: Session) -> HTTPResponse:
        return json(logins_of(request).told(session.csrf, session.staff))

    @blueprint.post("/logout")
    @agent
    async def logout(request: Request, session: Session) -> HTTPResponse:
        await logins_of(request).logout(request.cookies[COOKIE], session.staff)
        response = empty(NO_CONTENT)
        response.cookies[COOKIE] = ""
        _shield(response, settings)
        response.cookies[COOKIE]["max-age"] = 0
        return response

    @blueprint.post("/status")
    @agent
    async def status(request: Request, session: Session) -> HTTPResponse:
        person = await logins_of(request).away(session.staff, away_of(request.body))
        return json(logins_of(request).told(session.csrf, person))

    @blueprint.get("/answers")
    @agent
    async def answers(request: Request, session: Session) -> HTTPResponse:
        return json(_office(request).answers(session.staff, request.args.get("municipality") or ""))

    @blueprint.get("/units")
    @agent
    async def units(request: Request, session: Session) -> HTTPResponse:
        return json(_office(request).units(session.staff, request.args.get("municipality") or ""))

    @blueprint.get("/callbacks")
    @agent
    async def callbacks(request: Request, session: Session) -> HTTPResponse:
        return json(await _office(request).callbacks(session.staff, request.args.get("state") == "done"))

    @blueprint.post("/callbacks/<receipt:str>")
    @agent
    async def settle(request: Request, session: Session, receipt: str) -> HTTPResponse:
        return json(await _office(request).settle(session.staff, receipt, outcome_of(request.body)))

    @blueprint.get("/search")
    @agent
    async def search(request: Request, session: Session) -> HTTPResponse:
        words, slug = request.args.get("q") or "", request.args.get("municipality")
        page = page_of(request.args.get("page"))
        return json(await _office(request).search(session.staff, words[:200], slug or None, page))

    @blueprint.get("/audit")
    @logged_in(settings, SUPERVISOR)
    async def audit(request: Request, session: Session) -> HTTPResponse:
        return json(await _office(request).audit(session.staff, page_of(request.args.get("page"))))

    return blueprint


def _office(request: Request) -> DeskOffice:
    office: DeskOffice = request.app.ctx.desk_office
    return office


def _shield(response: HTTPResponse, settings: Settings) -> None:
    """Keep the cookie from scripts, other sites and, in production, lines that anybody can read."""
    cookie = response.cookies[COOKIE]
    cookie["httponly"] = True
    cookie["samesite"] = "Strict"
    cookie["path"] = "/"
    if settings.environment == "production":
        cookie["secure"] = True
