"""The service: the only thing that the world meets."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from functools import partial
from json import dumps

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.conversations.database import open_database
from bot.conversations.log import Log
from bot.server import chat_routes, errors, headers
from bot.server.answering import Answerer
from bot.server.apology import Apology
from bot.server.background import Background
from bot.server.catalogue import Catalogue
from bot.server.chat import Chat
from bot.server.dialogue import Apologise, Dialogue
from bot.server.erasing import Eraser
from bot.server.health import Health
from bot.server.hub import Hub
from bot.server.origins import Origins
from bot.server.pages import pages
from bot.server.passing import Rasa
from bot.server.streaming import Streamer
from bot.server.upkeep import Upkeep
from bot.settings import Settings
from bot.training import content_version
from bot.wording.i18n import text as danish

MAX_READ_BYTES = 1024 * 1024  # what is read at all; what is accepted is less and has a friendlier answer


def create_app(settings: Settings, apologise: Apologise | None = None) -> Sanic:
    """Return the service as a Sanic app that passes messages on to the Rasa at `settings.rasa_port`.

    `apologise` makes the message for when Rasa has no answer, from the text and the municipality's slug; by
    default it takes the telephone numbers from the content. Raises OriginsError.
    """
    # Danish letters stay readable to whoever looks at an answer with a plain HTTP client.
    app = Sanic("vejviser", dumps=partial(dumps, ensure_ascii=False), configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_READ_BYTES
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.PROXIES_COUNT = settings.proxies or None
    errors.install(app)
    headers.install(app)
    catalogue = Catalogue.read(settings.content_dir)
    app.blueprint(chat_routes.routes(settings, Origins.read(settings.origins)))
    app.blueprint(pages(catalogue.municipalities))

    async def start(app: Sanic, _: AbstractEventLoop) -> None:
        app.ctx.rasa = Rasa(settings.rasa_port, settings.answer_seconds)
        app.ctx.health = Health(settings, app.ctx.rasa, content_version(settings))
        apology = apologise or Apology(settings.content_dir)
        app.ctx.dialogue = Dialogue(settings, app.ctx.rasa, apology, catalogue.contacts)
        app.ctx.database = open_database(settings.database_url)
        app.ctx.background = Background(in_threads=app.ctx.database.dialect.name != "sqlite")
        await _open_chat(app, settings, apology, catalogue)

    async def stop(app: Sanic, _: AbstractEventLoop) -> None:
        await app.ctx.upkeep.close()
        await app.ctx.answerer.close()
        await app.ctx.rasa.close()
        app.ctx.background.close()
        app.ctx.database.dispose()

    app.register_listener(start, "before_server_start")
    app.register_listener(stop, "after_server_stop")
    _add_rest(app, settings)
    return app


async def _open_chat(app: Sanic, settings: Settings, apologise: Apologise, catalogue: Catalogue) -> None:
    """Put together what the chat's routes need, and begin with what an earlier process left."""
    ctx = app.ctx
    log, background, hub, rasa = Log(ctx.database), ctx.background, Hub(), ctx.rasa
    ctx.answerer = Answerer(log, background, rasa, hub, apologise, settings.max_conversations_in_memory)
    eraser = Eraser(log, background, rasa, ctx.answerer, hub)
    ctx.chat = Chat(settings, log, background, hub, ctx.answerer, eraser, catalogue)
    ctx.streamer = Streamer(log, background, hub, settings.idle_seconds)
    ctx.upkeep = Upkeep(log, background, hub, eraser, settings.idle_seconds, settings.kept_days)
    await ctx.answerer.recover()
    ctx.upkeep.start()


def _add_rest(app: Sanic, settings: Settings) -> None:
    @app.post("/webhooks/rest/webhook")
    async def rest(request: Request) -> HTTPResponse:
        if not settings.rest_enabled:
            return json([{"recipient_id": "", "text": danish("service.error.rest_off")}], status=404)
        status, messages = await app.ctx.dialogue.reply(request.body, "rest")
        return json(messages, status=status)

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        status, report = await app.ctx.health.check()
        return json(report, status=status)
