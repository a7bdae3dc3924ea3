"""Responses that are sent once and then only asked about: whoever has them is told that nothing has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw

NOT_MODIFIED = 304


def tag_of(content: bytes) -> str:
    """Return a tag that stands for just this content."""
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


def tagged(request: Request, content: bytes, content_type: str, tag: str, headers: Mapping[str, str]) -> HTTPResponse:
    """Return the content with its tag, or nothing where the request names that tag already."""
    headers = {"etag": tag, **headers}
    # A proxy that packs a response marks its tag as weak.
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return empty(NOT_MODIFIED, headers=headers)
    return raw(content, headers=headers, content_type=content_type)
