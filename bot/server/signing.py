"""Signatures by which a receiver of requests knows who sent them; `docs/webhook.md` shows `sign` and `verify`."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re

DELIVERY, TIMESTAMP, SIGNATURE = "X-Vejviser-Delivery", "X-Vejviser-Timestamp", "X-Vejviser-Signature"


def sign(secret: str, timestamp: str, delivery_id: str, body: bytes) -> str:
    """Return the signature of a request, with the version of how it is made."""
    signed = f"{timestamp}.{delivery_id}.".encode() + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def verify(
    secret: str, timestamp: str, delivery_id: str, body: bytes, signature: str, now: float, tolerance: float = 300.0
) -> bool:
    """Tell whether a request is genuine, and was signed within so many seconds of now (seconds since 1970)."""
    # Without this, letters of the body could be passed off as part of the id.
    if not (re.fullmatch(r"[0-9]{1,12}", timestamp) and re.fullmatch(r"[0-9a-f]{32}", delivery_id)):
        return False
    expected = sign(secret, timestamp, delivery_id, body)
    genuine = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
    return genuine and abs(now - int(timestamp)) <= tolerance


def headers(secret: str, delivery_id: str, body: bytes, at: datetime.datetime) -> dict[str, str]:
    """Return the headers that name and sign a request sent at a moment."""
    timestamp = str(int(at.timestamp()))
    return {DELIVERY: delivery_id, TIMESTAMP: timestamp, SIGNATURE: sign(secret, timestamp, delivery_id, body)}
