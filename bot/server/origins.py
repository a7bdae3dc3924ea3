"""Which web pages may use which municipality's chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_METHODS = "GET, POST, DELETE"
_HEADERS = "authorization, content-type, last-event-id"
_EXPOSED = "retry-after"
_AGE_SECONDS = "600"
_DEFAULT_PORTS = {"http": 80, "https": 443}


class OriginsError(ValueError):
    """A list of origins that cannot be read; the text says which part."""


@dataclass(frozen=True)
class Origins:
    """The origins of other web pages, by the municipality whose chat they may use."""

    by_municipality: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Origins:
        """Read "thisted=https://www.thisted.dk,https://thisted.dk koege=https://www.koege.dk".

        Raises OriginsError.
        """
        found: dict[str, frozenset[str]] = {}
        for part in text.split():
            slug, equals, listed = part.partition("=")
            if not equals or not slug:
                raise OriginsError(f"{part!r}: expected municipality=https://page,https://other-page")
            found[slug] = found.get(slug, frozenset()) | {_origin(one) for one in listed.split(",") if one}
        return cls(found)

    def __str__(self) -> str:
        """Write the origins as `read` reads them."""
        return " ".join(f"{slug}={','.join(sorted(origins))}" for slug, origins in self.by_municipality.items())

    def known(self, origin: str) -> bool:
        """Tell whether a page may use any municipality's chat."""
        return any(origin in origins for origins in self.by_municipality.values())

    def allowed(self, origin: str, municipality: str | None) -> bool:
        """Tell whether a page may use this municipality's chat; that of no municipality is for no other page."""
        return municipality is not None and origin in self.by_municipality.get(municipality, ())


def _origin(text: str) -> str:
    """Return an origin as browsers write it. Raises OriginsError."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise OriginsError(f"{text!r}: not an address of a page") from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise OriginsError(f"{text!r}: expected https://host, without anything behind it")
    if parts.username is not None:
        raise OriginsError(f"{text!r}: a user name has no place here")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    tail = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{tail}"


def cors(origin: str) -> dict[str, str]:
    """Return the headers that let a page read the answer."""
    return {"access-control-allow-origin": origin, "vary": "Origin", "access-control-expose-headers": _EXPOSED}


def preflight(origin: str) -> dict[str, str]:
    """Return the headers that let a page ask at all."""
    return {
        **cors(origin),
        "access-control-allow-methods": _METHODS,
        "access-control-allow-headers": _HEADERS,
        "access-control-max-age": _AGE_SECONDS,
    }
