"""Every error of the service as a short Danish text, never as a stack trace."""

from __future__ import annotations

import logging

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, html, json

from bot.privacy.traces import where
from bot.server.templates import render
from bot.wording.i18n import text as danish

logger = logging.getLogger(__name__)

TEXTS = {404: "error.not_found", 405: "error.not_allowed", 413: "intake.too_large"}


def install(app: Sanic) -> None:
    """Make an app answer all errors by `answer`."""
    app.error_handler.add(Exception, answer)


def answer(request: Request | None, error: Exception) -> HTTPResponse:
    """Return the error as a small page to a browser, as a list with one message to everything else."""
    status = error.status_code if isinstance(error, SanicException) else 500
    if status >= 500:
        logger.error("request failed: %s", where(error))
    text = danish("service." + TEXTS.get(status, "error.internal" if status >= 500 else "error.bad_request"))
    # Such as the methods that an address has (Allow), which Sanic knows.
    headers = getattr(error, "headers", None) or {}
    wants_page = request is not None and "text/html" in (request.headers.get("accept") or "")
    if wants_page:
        return html(render("error.html", text=text), status=status, headers=headers)
    return json([{"recipient_id": "", "text": text}], status=status, headers=headers)
