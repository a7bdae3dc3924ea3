"""The desk's routes about conversations: HTTP in, HTTP out (docs/desk.md)."""

from __future__ import annotations

from typing import Any

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
from bot.server.streaming import Send
from bot.settings import Settings

NO_CONTENT = 204
STREAM_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
_ONE = "/conversations/<reference:str>"


def routes(settings: Settings) -> Blueprint:
    """Return the routes; they find `desk` and `desk_streamer` in the app's context."""
    blueprint = Blueprint("desk_conversations", url_prefix="/desk/api")
    agent = logged_in(settings)

    @blueprint.get("/stream")
    @agent
    async def board(request: Request, session: Session) -> None:
        send, end = _sending(request)
        await _streamer(request).board(request.cookies[COOKIE], session.staff, send)
        await end()

    @blueprint.get(_ONE)
    @agent
    async def read(request: Request, session: Session, reference: str) -> HTTPResponse:
        return json(await desk_of(request).whole(session.staff, reference))

    @blueprint.get(f"{_ONE}/stream")
    @agent
    async def stream(request: Request, session: Session, reference: str) -> None:
        case = await desk_of(request).to_follow(session.staff, reference)
        send, end = _sending(request)
        number = number_of(request.headers.get("last-event-id"))
        await _streamer(request).conversation(request.cookies[COOKIE], case, number, send)
        await end()

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


def _sending(request: Request) -> tuple[Send, Any]:
    """Return how a stream is written, from its first words on, and how it ends."""
    response: Any = None

    async def send(text: str) -> None:
        nonlocal response
        if response is None:
            kind = "text/event-stream; charset=utf-8"
            response = await request.respond(content_type=kind, headers=STREAM_HEADERS)
        await response.send(text)

    async def end() -> None:
        await response.eof()

    return send, end


def _streamer(request: Request) -> DeskStreamer:
    streamer: DeskStreamer = request.app.ctx.desk_streamer
    return streamer
