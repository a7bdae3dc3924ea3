"""A comparison as Danish text: a line for each municipality, what is lowest or highest, and the sources."""

from bot.answers.answer import Answer, Place, Status
from bot.answers.comparison import Comparison
from bot.standards.model import Content, StandardStatus
from bot.wording import phrases
from bot.wording.answers import render
from bot.wording.i18n import has, text
from bot.wording.rendered import Rendered
from bot.wording.reply import Reply

LOWEST, HIGHEST = "lowest", "highest"


def compared(content: Content, comparison: Comparison, order: str | None = None) -> Reply:
    """Put a comparison into words; `order` says which end was asked for, None or "all" means neither."""
    label = content.topics[comparison.topic].label
    shown = [(answer, render(content, answer)) for answer in comparison.answers]
    lines = [text("conversation.comparison.title", label=label, count=len(shown))]
    for answer, rendered in shown:
        short = _row(answer, rendered)
        row = text("conversation.comparison.row", municipality=phrases.municipality(answer.place.name), short=short)
        lines.append(text("phrases.bullet", text=row))
    lines += _verdict(comparison, order)
    sources = [_source(answer) for answer, _ in shown if answer.source is not None]
    if sources:
        lines.append(text("conversation.comparison.source", list=phrases.listed(sources)))
    payload = {
        "type": "comparison",
        "topic": comparison.topic,
        "rows": tuple(rendered.payload() for _, rendered in shown),
    }
    return Reply("\n".join(lines), (), payload)


def _row(answer: Answer, rendered: Rendered) -> str:
    if answer.status is Status.NOT_STATED:
        return text("answers.status.silent", about=text(f"answers.{answer.topic}.about"))
    return rendered.short.replace("\n", " ")


def _verdict(comparison: Comparison, order: str | None) -> list[str]:
    asked = {LOWEST: (LOWEST,), HIGHEST: (HIGHEST,)}.get(order or "", (LOWEST, HIGHEST))
    said = []
    for end in asked:
        places: tuple[Place, ...] = getattr(comparison, end)
        key = f"conversation.comparison.{end}.{comparison.topic}"
        if places and has(key):
            said.append(text(key, list=phrases.listed([place.name for place in places])))
    if said and any(answer.status is not Status.STATED for answer in comparison.answers):
        said.append(text("conversation.comparison.partly"))
    if not said and order in (LOWEST, HIGHEST):
        said.append(text("conversation.comparison.no_order"))
    return said


def _source(answer: Answer) -> str:
    source = answer.source
    assert source is not None
    if source.status is StandardStatus.PROPOSAL:
        approval = text("conversation.approval.proposal")
    elif source.approvals:
        latest = max(item.date for item in source.approvals)
        approval = text("conversation.approval.dated", date=phrases.date(latest))
    else:
        approval = text("conversation.approval.undated")
    named = phrases.municipality(answer.place.name)
    return text("conversation.comparison.source_item", municipality=named, approval=approval)
