"""The service: the only thing that the world meets."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from functools import partial
from json import dumps

from sanic import Sanic
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, html, json

from bot.server import errors, headers
from bot.server.apology import Apology
from bot.server.dialogue import Apologise, Dialogue
from bot.server.health import Health
from bot.server.page import PAGES, render
from bot.server.passing import Rasa
from bot.settings import Settings
from bot.training import content_version
from bot.wording.i18n import text as danish

MAX_READ_BYTES = 1024 * 1024  # what is read at all; what is accepted is less and has a friendlier answer


def create_app(settings: Settings, apologise: Apologise | None = None) -> Sanic:
    """Return the service as a Sanic app that passes messages on to the Rasa at `settings.rasa_port`.

    `apologise` makes the message for when Rasa has no answer, from the text and the municipality's slug; by
    default it takes the telephone numbers from the content.
    """
    # Danish letters stay readable to whoever looks at an answer with a plain HTTP client.
    app = Sanic("vejviser", dumps=partial(dumps, ensure_ascii=False), configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_READ_BYTES
    app.config.FALLBACK_ERROR_FORMAT = "json"
    errors.install(app)
    headers.install(app)

    async def start(app: Sanic, _: AbstractEventLoop) -> None:
        app.ctx.rasa = Rasa(settings.rasa_port, settings.answer_seconds)
        app.ctx.dialogue = Dialogue(settings, app.ctx.rasa, apologise or Apology(settings.content_dir))
        app.ctx.health = Health(settings, app.ctx.rasa, content_version(settings))

    async def stop(app: Sanic, _: AbstractEventLoop) -> None:
        await app.ctx.rasa.close()

    app.register_listener(start, "before_server_start")
    app.register_listener(stop, "after_server_stop")

    @app.post("/webhooks/rest/webhook")
    async def rest(request: Request) -> HTTPResponse:
        if not settings.rest_enabled:
            return json([{"recipient_id": "", "text": danish("service.error.rest_off")}], status=404)
        status, messages = await app.ctx.dialogue.reply(request.body, "rest")
        return json(messages, status=status)

    @app.post("/chat/messages")
    async def chat(request: Request) -> HTTPResponse:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise NotFound("only the chat page itself may write here")
        status, messages = await app.ctx.dialogue.reply(request.body, "web")
        return json(messages, status=status)

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        status, report = await app.ctx.health.check()
        return json(report, status=status)

    @app.get("/")
    async def page(request: Request) -> HTTPResponse:
        return html(render("chat.html", limit=settings.max_message_chars))

    app.static("/static", str(PAGES / "static"))
    return app
