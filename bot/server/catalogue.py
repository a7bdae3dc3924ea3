"""What the chat needs to know of the content: the municipalities, and the contacts that are nobody's secret."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from bot.privacy.kinds import PublicContacts
from bot.standards.contacts import contacts
from bot.standards.errors import ContentError
from bot.standards.loading import load_content
from bot.standards.model import Content, Municipality
from bot.understanding.places import Places, PlacesError, load_places

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Catalogue:
    """Municipalities (names by slug, in the order of their names), public contacts, all of the content, and places."""

    municipalities: dict[str, str] = field(default_factory=dict)
    contacts: PublicContacts = field(default_factory=PublicContacts)
    content: Content | None = None
    places: Places | None = None

    @property
    def known(self) -> dict[str, Municipality]:
        """Return the municipalities as the content has them, by slug."""
        return self.content.municipalities if self.content is not None else {}

    @classmethod
    def read(cls, content_dir: Path) -> Catalogue:
        """Read it from the content; an empty one where the content is broken, so that the service still apologises."""
        try:
            content, places = load_content(content_dir), load_places(content_dir)
        except (ContentError, PlacesError, OSError) as error:
            logger.error("the chat knows no municipality: %s", type(error).__name__)
            return cls()
        names = {slug: one.name for slug, one in content.municipalities.items()}
        phones, emails = contacts(content)
        return cls(
            dict(sorted(names.items(), key=lambda pair: pair[1])), PublicContacts(phones, emails), content, places
        )
