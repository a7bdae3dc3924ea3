"""What all actions share: content, names of places, today, and where people are. Read once, at the first message."""

import dataclasses
import datetime
import functools
from collections.abc import Hashable, Sequence

from bot.answers.answer import Answer, Place
from bot.answers.circumstances import Circumstances
from bot.answers.engine import Question, answer
from bot.answers.offer import Offer, Way
from bot.answers.opening import Opening, OpeningState
from bot.answers.reckoning import DatedEvent
from bot.conversations.database import open_database
from bot.handover.backend import Backend
from bot.handover.opened import backend_of
from bot.settings import Settings
from bot.standards.loading import load_content
from bot.standards.model import Content
from bot.understanding.places import Places, load_places
from bot.understanding.remembering import Remembered
from bot.wording.conversation import answered
from bot.wording.reply import Reply

CONTACT = "contact"

# Every topic in every municipality, in the circumstances that are told most.
_REMEMBERED_REPLIES = 1_000


@dataclasses.dataclass(frozen=True)
class Knowledge:
    """The content and the places, with the service that questions are about where none is named."""

    content: Content
    places: Places
    service: str
    _worded: Remembered[Hashable, Reply] = dataclasses.field(
        default_factory=lambda: Remembered(_REMEMBERED_REPLIES), init=False, repr=False, compare=False
    )

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

    def now(self) -> datetime.datetime:
        """The present moment."""
        return datetime.datetime.now(datetime.timezone.utc)

    def worded(self, item: Answer) -> Reply:
        """An answer as a message. People ask the same things: its words are remembered as long as they hold."""
        if item.reckoning is not None:
            # Of a day that one citizen told.
            return answered(self.content, item)
        asked = (item.topic, item.place, item.service, item.circumstances, item.status, self.today())
        return self._worded.get(asked, lambda: answered(self.content, item))

    def backend(self) -> Backend:
        """Where citizens are handed over to.

        Raises:
            DatabaseError: its database cannot be used.
        """
        return _backend()

    def phone_alone(self) -> Offer:
        """What is offered where nothing is known of anybody."""
        return Offer(Way.PHONE, Opening(OpeningState.UNKNOWN))


def answers_to(
    known: Knowledge,
    topics: Sequence[str],
    municipality: str,
    circumstances: Circumstances,
    dated: DatedEvent | None = None,
) -> tuple[Answer, ...]:
    """The answers themselves, one a topic."""
    place = known.place(municipality)
    return answer(known.content, Question(tuple(topics), (place,), known.service, known.today(), circumstances, dated))


@functools.lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge of this process.

    Raises:
        ContentError: the content is broken.
    """
    directory = Settings.from_env().content_dir
    content = load_content(directory)
    return Knowledge(content, load_places(directory), next(iter(content.services)))


@functools.lru_cache(maxsize=1)
def _backend() -> Backend:
    settings = Settings.from_env()
    return backend_of(settings, open_database(settings.database_url), knowledge().content.municipalities)
