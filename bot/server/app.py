"""The service: the only thing that the world meets."""

from __future__ import annotations

import asyncio
import logging
import os
from asyncio import AbstractEventLoop
from functools import partial
from json import dumps
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.conversations.database import open_database
from bot.conversations.handover import Handovers
from bot.conversations.log import Log
from bot.conversations.outbox import Outbox
from bot.conversations.queue import Queue
from bot.conversations.retention import Retention, own_days
from bot.conversations.services import Services
from bot.conversations.staff import Accounts
from bot.handover.opened import backend_of
from bot.server import (
    accepting,
    api_routes,
    chat_person_routes,
    chat_routes,
    desk_other_routes,
    desk_routes,
    errors,
    headers,
    lookup_routes,
    shown_public,
    shown_staff,
)
from bot.server.answering import Answerer
from bot.server.apology import Apology
from bot.server.background import Background
from bot.server.catalogue import Catalogue
from bot.server.chat import Chat
from bot.server.chat_person import ChatPerson
from bot.server.delivering import Deliverer
from bot.server.desk import StaffDesk
from bot.server.desk_logins import DeskLogins
from bot.server.desk_office import DeskOffice
from bot.server.desk_streaming import DeskStreamer
from bot.server.desk_upkeep import DeskUpkeep
from bot.server.dialogue import Apologise, Dialogue
from bot.server.erasing import Eraser
from bot.server.health import Health
from bot.server.hub import Hub
from bot.server.library import Library
from bot.server.origins import Origins
from bot.server.pages import pages
from bot.server.passing import Rasa
from bot.server.relay import Relay
from bot.server.searching import Search, names_of_topics
from bot.server.streaming import Streamer
from bot.server.understanding import Understanding, threads_for
from bot.server.upkeep import Job, Upkeep
from bot.settings import WEBHOOK, Settings
from bot.training import content_version, model_path
from bot.wording.i18n import text as danish

GIVING_UP_SECONDS = 5.0
ATTENDING_SECONDS = 5.0
# Streams never end by themselves; whoever reads one connects again, wherever there is a service.
ENDING_SECONDS = 2.0
NOWHERE = 1  # a port where no Rasa ever is
MAX_READ_BYTES = 1024 * 1024  # what is read at all; what is accepted is less and has a friendlier answer


def run(settings: Settings) -> None:
    """Serve until stopped. Raises OriginsError."""
    app = create_app(settings)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    place: dict[str, Any] = {"host": settings.host, "port": settings.port}
    if settings.listen_fds:
        mine, *others = accepting.inherited(settings.listen_fds)
        place = {"sock": mine}
        if others:
            app.config.USE_UVLOOP = False  # Sanic would set its own policy
            asyncio.set_event_loop_policy(accepting.Policy(others))
    # One process, no debug, no access log: what citizens ask is nobody's business.
    app.run(**place, debug=False, access_log=False, motd=False, workers=1)


def create_app(settings: Settings, apologise: Apologise | None = None) -> Sanic:
    """Return the service as a Sanic app that passes messages on to the Rasas at `settings.rasa_ports`.

    `apologise` makes the message for when Rasa has no answer, from the text and the municipality's slug; by
    default it takes the telephone numbers from the content. Raises OriginsError.
    """
    # Danish letters stay readable to whoever looks at an answer with a plain HTTP client.
    app = Sanic("vejviser", dumps=partial(dumps, ensure_ascii=False), configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_READ_BYTES
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = ENDING_SECONDS
    app.config.PROXIES_COUNT = settings.proxies or None
    errors.install(app)
    headers.install(app)
    catalogue = Catalogue.read(settings.content_dir)
    origins = Origins.read(settings.origins)
    app.blueprint(chat_routes.routes(settings, origins))
    app.blueprint(chat_person_routes.routes(settings, origins))
    understanding: Understanding | None = None
    if catalogue.content is not None and catalogue.places is not None:
        library = Library(catalogue.content)
        cores = len(os.sched_getaffinity(0))
        understanding = Understanding(
            model_path(settings), names_of_topics(catalogue.content), threads_for(settings.processes, cores)
        )
        search = Search(catalogue.content, catalogue.places, library, understanding)
        app.blueprint(api_routes.routes(settings, library))
        app.blueprint(lookup_routes.routes(settings, library, search))
        app.blueprint(shown_public.routes(library))
        app.blueprint(shown_staff.routes(library))
        app.blueprint(desk_routes.routes(settings))
        app.blueprint(desk_other_routes.routes(settings))
    app.blueprint(pages(catalogue.municipalities))

    async def start(app: Sanic, _: AbstractEventLoop) -> None:
        ports = settings.rasa_ports or (NOWHERE,)
        app.ctx.rasa = Rasa(ports, settings.answer_seconds, settings.rasa_enabled, understanding)
        app.ctx.health = Health(settings, app.ctx.rasa, content_version(settings))
        app.ctx.database = open_database(settings.database_url, settings.connections)
        app.ctx.background = Background(app.ctx.database.dialect.name != "sqlite", settings.connections)
        if understanding is not None:
            # Nobody waits for it but who sends Rasa something: until then, searches go by the letters.
            understanding.open()
        await _open_chat(app, settings, catalogue, apologise)

    async def stop_helping(_: Sanic, loop: AbstractEventLoop) -> None:
        if isinstance(loop, accepting.HelpingLoop):
            loop.help_no_more()

    async def stop(app: Sanic, _: AbstractEventLoop) -> None:
        await app.ctx.upkeep.close()
        await app.ctx.answerer.close()
        if settings.handover == WEBHOOK:
            await app.ctx.deliverer.close()
        if app.ctx.relay is not None:
            await app.ctx.relay.close()
        await app.ctx.rasa.close()
        if understanding is not None:
            await understanding.close()
        app.ctx.background.close()
        app.ctx.database.dispose()

    app.register_listener(start, "before_server_start")
    app.register_listener(stop_helping, "before_server_stop")
    app.register_listener(stop, "after_server_stop")
    _add_rest(app, settings)
    return app


async def _open_chat(app: Sanic, settings: Settings, catalogue: Catalogue, apologise: Apologise | None) -> None:
    """Put together what the routes of chat and desk need, and begin with what an earlier process left."""
    ctx, engine = app.ctx, app.ctx.database
    name = settings.service_name
    log, handovers, queue = Log(engine, name=name), Handovers(engine), Queue(engine)
    services, hub, rasa, background = Services(engine, name), Hub(), ctx.rasa, ctx.background
    ctx.relay = Relay(engine, hub) if engine.dialect.name == "postgresql" else None
    if ctx.relay is not None:
        await ctx.relay.start()
    backend = backend_of(settings, engine, catalogue.known)
    regret = apologise or Apology(catalogue.content, settings.content_dir, backend)
    ctx.dialogue = Dialogue(settings, rasa, regret, catalogue.contacts)
    ctx.answerer = Answerer(log, services, background, rasa, hub, regret)
    eraser = Eraser(log, background, rasa, ctx.answerer, hub)
    ctx.chat_person = ChatPerson(log, handovers, queue, backend, background, hub, catalogue, regret)
    ctx.chat = Chat(settings, log, background, hub, ctx.answerer, eraser, catalogue, ctx.chat_person)
    ctx.streamer = Streamer(log, queue, background, hub, settings.idle_seconds)
    # Without content nobody knows how long a municipality wants its conversations kept.
    kept = None if catalogue.content is None else own_days(catalogue.known.values())
    retention = None if kept is None else Retention(engine, settings.kept_days, kept)
    ctx.upkeep = Upkeep(log, background, hub, eraser, settings.idle_seconds, retention)
    jobs: list[Job] = []
    if catalogue.content is not None:
        ctx.desk = StaffDesk(settings, engine, catalogue.content, log, handovers, background, hub, eraser)
        ctx.desk_logins = DeskLogins(settings, engine, catalogue.content, background, hub)
        ctx.desk_office = DeskOffice(engine, catalogue.content, background, hub)
        ctx.desk_streamer = DeskStreamer(ctx.desk, ctx.desk_logins, hub, settings.absent_seconds)
        desk_upkeep = DeskUpkeep(handovers, queue, Accounts(engine), background, hub, settings.absent_seconds)
        jobs = [
            Job(desk_upkeep.return_lost, settings.absent_seconds / 6),
            Job(desk_upkeep.give_up, GIVING_UP_SECONDS),
        ]
    # What one process has to do for all, the first one does.
    is_first = settings.process_slot == 0
    if settings.handover == WEBHOOK:
        ctx.deliverer = Deliverer(Outbox(engine), background, settings.webhook_url, settings.webhook_secret)
        if is_first:
            ctx.deliverer.start()
    await ctx.answerer.recover()
    ctx.upkeep.start([Job(ctx.answerer.attend, ATTENDING_SECONDS)], jobs, is_first)


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
        if settings.handover == WEBHOOK:
            # Nothing is ever given up, so what grows old here is the only alarm.
            left = await app.ctx.deliverer.waiting()
            report = {**report, "deliveries": {"waiting": left.number, "oldest_seconds": round(left.oldest_seconds)}}
        return json(report, status=status)
