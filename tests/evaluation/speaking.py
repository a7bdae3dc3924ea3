"""What the assistant would send over REST, made from the library alone."""

import datetime
import json
from collections.abc import Iterable, Sequence

from bot.answers.answer import Place
from bot.answers.circumstances import Circumstances
from bot.answers.engine import Question, answer
from bot.answers.selection import choices
from bot.standards.model import Content
from bot.wording import conversation
from bot.wording.reply import Reply
from evaluation.replies import SERVICE
from evaluation.serving import Message


def sent(*replies: Reply) -> list[Message]:
    """Replies as they come over REST."""
    messages: list[Message] = json.loads(
        json.dumps(
            [
                {
                    "text": reply.text,
                    "buttons": [{"title": label, "payload": label} for label in reply.buttons],
                    "custom": reply.payload,
                }
                for reply in replies
            ],
            default=str,
        )
    )
    return messages


def answered(
    content: Content,
    topics: Sequence[str],
    slug: str,
    today: datetime.date,
    circumstances: Circumstances = Circumstances(),
) -> list[Reply]:
    """The answers about some topics in one municipality, covered or not."""
    name = content.municipalities[slug].name if slug in content.municipalities else slug.capitalize()
    asked = Question(tuple(topics), (Place(slug, name),), SERVICE, today, circumstances)
    return [conversation.answered(content, item) for item in answer(content, asked)]


def asking_back(content: Content, topic: str, slug: str, today: datetime.date) -> Reply:
    """The question about circumstances that a topic needs."""
    asked = Question((topic,), (Place(slug, content.municipalities[slug].name),), SERVICE, today)
    (item,) = answer(content, asked)
    values = item.selection.values if item.selection is not None else ()
    return conversation.ask_circumstances(item, choices(values, Circumstances()))


class Scripted:
    """An assistant that gives prepared replies, one after the other, and keeps what was said to it."""

    def __init__(self, replies: Iterable[list[Message]]) -> None:
        self._replies = iter(replies)
        self.heard: list[str] = []

    def say(self, text: str, sender: str = "test") -> list[Message]:
        self.heard.append(text)
        return next(self._replies)
