"""What all actions share: the content, the names of places, and today. Read once, at the first message."""

import dataclasses
import datetime
import functools

from bot.answers.answer import Place
from bot.settings import Settings
from bot.standards.loading import load_content
from bot.standards.model import Content
from bot.understanding.places import Places, load_places


@dataclasses.dataclass(frozen=True)
class Knowledge:
    """The content and the places, with the service that questions are about where none is named."""

    content: Content
    places: Places
    service: str

    def place(self, slug: str) -> Place:
        """A municipality by slug, covered or not.

        Raises:
            KeyError: none of the municipalities.
        """
        return Place(slug, self.places.municipalities[slug].name)

    def covered(self) -> tuple[Place, ...]:
        """The municipalities that have standards here."""
        return tuple(Place(slug, item.name) for slug, item in self.content.municipalities.items())

    def today(self) -> datetime.date:
        """The day on which answers must hold."""
        return datetime.date.today()


@functools.lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge of this process.

    Raises:
        ContentError: the content is broken.
    """
    directory = Settings.from_env().content_dir
    content = load_content(directory)
    return Knowledge(content, load_places(directory), next(iter(content.services)))
