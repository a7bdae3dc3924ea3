"""The stock assistant's one action: looks a topic up for the municipality that is named, as Vejviser answers it.

Copied into the stock project, where the stock action server (rasa_sdk) runs it.
"""

import datetime
import functools
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.answer import Place
from bot.answers.engine import Question, answer
from bot.settings import Settings
from bot.standards.loading import load_content
from bot.standards.model import Content
from bot.wording.conversation import answered, ask_municipality

_PREFIX = "ask__"


class ActionAnswer(Action):
    """Answers a question, or asks for the municipality."""

    def name(self) -> str:
        """Return what the domain calls it."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say the answer; no slot is set, as nothing is remembered."""
        content = _content()
        topic = tracker.latest_message["intent"]["name"].removeprefix(_PREFIX)
        said = tracker.latest_message["text"].lower()
        named = [slug for slug, one in content.municipalities.items() if one.name.lower() in said]
        if topic not in content.topics or not named:
            reply = ask_municipality(content)
        else:
            place = Place(named[0], content.municipalities[named[0]].name)
            service = next(iter(content.services))
            question = Question((topic,), (place,), service, datetime.date.today())
            reply = answered(content, answer(content, question)[0])
        dispatcher.utter_message(text=reply.text, buttons=reply.choices(), json_message=reply.payload or {})
        return []


@functools.lru_cache(maxsize=1)
def _content() -> Content:
    return load_content(Settings.from_env().content_dir)
