"""From topics and a municipality to replies, and to the one question that may have to come first."""

from collections.abc import Sequence

from actions import handing_over
from actions.knowledge import CONTACT, Knowledge, answers_to
from actions.turn import FOR_CIRCUMSTANCES, FOR_MUNICIPALITY, SELF, Pending, Turn
from bot.answers.answer import Answer, Place, Status
from bot.answers.circumstances import Circumstances
from bot.answers.comparison import compare
from bot.answers.selection import choices
from bot.conversations.handover import NOT_STATED
from bot.wording import conversation
from bot.wording.comparison import compared
from bot.wording.reply import Reply


def respond(
    known: Knowledge,
    topics: Sequence[str],
    municipality: str | None,
    turn: Turn,
    asked: bool = False,
    person: bool = False,
    circumstances: Circumstances | None = None,
) -> tuple[list[Reply], Pending | None]:
    """Answer what can be answered now; ask at most one question for the rest.

    `asked` says that the question about circumstances has been put: then every branch is given instead of asking again.
    `circumstances` are those of the turn, unless a yes or no has just told more.
    """
    if municipality is None:
        question = conversation.ask_municipality(known.content)
        return [question], Pending(FOR_MUNICIPALITY, tuple(topics), person=person)
    circumstances = turn.circumstances if circumstances is None else circumstances
    answers = answers_to(known, topics, municipality, circumstances, turn.dated)
    replies, offered = [], None
    for item in answers:
        if asked or not item.needs:
            said, waits = _said(known, item, turn, person)
            replies.append(said)
            offered = waits or offered
    waiting = [item for item in answers if item.needs and not asked]
    if not waiting:
        return replies, offered
    first = waiting[0]
    values = first.selection.values if first.selection is not None else ()
    replies.append(
        conversation.ask_circumstances(first, choices(values, circumstances), turn.about not in (None, SELF))
    )
    return replies, Pending(FOR_CIRCUMSTANCES, tuple(item.topic for item in waiting), first.needs, person)


def respond_compared(
    known: Knowledge,
    topics: Sequence[str],
    municipalities: Sequence[str],
    circumstances: Circumstances,
    order: str | None,
) -> list[Reply]:
    """One comparison a topic, over the named municipalities; where fewer than two are named, over all covered ones."""
    named: Sequence[Place] = [known.place(slug) for slug in municipalities]
    chosen = named if len(named) > 1 else known.covered()
    return [
        compared(
            known.content,
            compare(known.content, topic, chosen, known.service, known.today(), circumstances),
            order,
        )
        for topic in topics
    ]


def _said(known: Knowledge, item: Answer, turn: Turn, person: bool) -> tuple[Reply, Pending | None]:
    if person and item.topic == CONTACT:
        return handing_over.offer_person(known, turn, item)
    reply = known.worded(item)
    if item.status is Status.NOT_STATED:
        contact = answers_to(known, (CONTACT,), item.place.slug, item.circumstances)[0]
        reply = handing_over.with_offer(known, turn, reply, contact, NOT_STATED)
    return reply, None
