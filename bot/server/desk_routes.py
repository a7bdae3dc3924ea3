"""The desk's routes about conversations: HTTP in, HTTP out (docs/desk.md)."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.conversations.sessions import Session
from bot.conversations.staff import ADMINISTRATOR, SUPERVISOR
from bot.server.chat_intake import number_of, typing_of
from bot.server.desk import CREATED
from bot.server.desk_access import COOKIE, desk_of, logged_in
from bot.server.desk_intake import close_of, forward_of, note_of, reply_of
from bot.server.desk_streaming import DeskStreamer
from bot.server.streaming import respond
from bot.settings import Settings

NO_CONTENT = 204
_ONE = "/conversations/<reference:str>"


def routes(settings: Settings) -> Blueprint:
    """Return the routes; they find `desk` and `desk_streamer` in the app's context."""
    blueprint = Blueprint("desk_conversations", url_prefix="/desk/api")
    agent = logged_in(settings)

    @blueprint.get("/stream")
    @agent
    async def board(request: Request, session: Session) -> None:
        streamer, token = _streamer(request), request.cookies[COOKIE]
        await respond(request, {}, lambda send: streamer.board(token, session.staff, send))

    @blueprint.get(_ONE)
    @agent
    async def read(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).whole(session.staff, reference))

    @blueprint.get(f"{_ONE}/stream")
    @agent
    async def stream(request: Request, session: Session, reference: str) -> None:
        case = await desk_of(request).to_follow(session.staff, reference)
        streamer, token = _streamer(request), request.cookies[COOKIE]
        number = number_of(request.headers.get("last-event-id"))
        await respond(request, {}, lambda send: streamer.conversation(token, case, number, send))

    @blueprint.post(f"{_ONE}/claim")
    @agent
    async def claim(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).claim(session.staff, reference))

    @blueprint.post(f"{_ONE}/take")
    @logged_in(settings, SUPERVISOR)
    async def take(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).take(session.staff, reference))

    @blueprint.post(f"{_ONE}/reply")
    @agent
    async def reply(request: Request, session: Session, reference: str) -> HTTPResponse:
        status, body = await desk_of(request).reply(session.staff, reference, reply_of(request.body))
        return json(body, status=status)

    @blueprint.post(f"{_ONE}/typing")
    @agent
    async def typing(request: Request, session: Session, reference: str) -> HTTPResponse:
        await desk_of(request).typing(session.staff, reference, typing_of(request.body))
        return empty(NO_CONTENT)

    @blueprint.post(f"{_ONE}/note")
    @agent
    async def note(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).note(session.staff, reference, note_of(request.body)), status=CREATED)

    @blueprint.post(f"{_ONE}/forward")
    @agent
    async def forward(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).forward(session.staff, reference, forward_of(request.body)))

    @blueprint.post(f"{_ONE}/return")
    @agent
    async def give_back(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).give_back(session.staff, reference))

    @blueprint.post(f"{_ONE}/close")
    @agent
    async def close(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).close(session.staff, reference, close_of(request.body)))

    @blueprint.get(f"{_ONE}/export")
    @logged_in(settings, ADMINISTRATOR)
    async def export(request: Request, session: Session, reference: str) -> HTTPResponse:
        whole = await desk_of(request).export(session.staff, reference)
        return json(whole, headers={"content-disposition": f'attachment; filename="{whole["reference"]}.json"'})

    @blueprint.delete(_ONE)
    @logged_in(settings, ADMINISTRATOR)
    async def erase(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).erase(session.staff, reference))

    return blueprint


def _streamer(request: Request) -> DeskStreamer:
    streamer: DeskStreamer = request.app.ctx.desk_streamer
    return streamer
