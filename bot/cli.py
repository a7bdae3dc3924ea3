"""The command line: ask, answer, compare, topics, check, schema, train, serve, staff, purge, erase, export."""

import argparse
import dataclasses
import datetime
import json
import sys
from collections.abc import Callable, Sequence

from bot.answers.answer import Place
from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.comparison import compare
from bot.answers.engine import Question, answer, places
from bot.answers.reckoning import DatedEvent
from bot.answers.safety import safety_numbers
from bot.cli_base import FAILED, GOOD, MISUSED, UsageError, show
from bot.cli_retention import add_retention_commands
from bot.cli_staff import add_staff_commands
from bot.settings import Settings, SettingsError
from bot.standards.errors import ContentError
from bot.standards.loading import load_content
from bot.standards.model import Content
from bot.standards.values import Event
from bot.understanding.decision import DANGER
from bot.understanding.places import Places, load_places
from bot.wording.answers import render
from bot.wording.comparison import compared
from bot.wording.conversation import danger_numbers
from bot.wording.i18n import text
from bot.wording.phrases import listed


@dataclasses.dataclass(frozen=True)
class Desk:
    """What the commands work on."""

    settings: Settings
    content: Content
    places: Places
    today: datetime.date

    @property
    def service(self) -> str:
        """The service that questions are about."""
        return next(iter(self.content.services))

    def topic(self, name: str) -> str:
        """A topic by its key, as it stands in addresses too, or by its public slug.

        Raises:
            UsageError: there is none.
        """
        key = self.content.topic_named(name)
        if key is None:
            raise UsageError(text("cli.unknown_topic", name=name))
        return key

    def place(self, name: str) -> Place:
        """A municipality by slug or name, covered or not.

        Raises:
            UsageError: there is none.
        """
        for slug, entry in self.places.municipalities.items():
            if name.lower() in (slug, entry.name.lower()):
                return Place(slug, entry.name)
        raise UsageError(text("cli.unknown_municipality", name=name, list=self.covered()))

    def covered(self) -> str:
        """The covered municipalities in one line."""
        return listed([item.name for item in self.content.municipalities.values()])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code (0 good, 1 failed or mistakes found, 2 wrong use)."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(Settings.from_env(), options)
    except (UsageError, SettingsError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except ContentError as error:
        print("\n".join([*error.lines, text("cli.broken_content")]), file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        return GOOD


def _desk(settings: Settings) -> Desk:
    content = load_content(settings.content_dir)
    return Desk(settings, content, load_places(settings.content_dir), datetime.date.today())


def _ask(settings: Settings, options: argparse.Namespace) -> int:
    from bot.training import model_path
    from bot.understanding.interpreter import Interpreter

    desk = _desk(settings)
    model = model_path(settings)
    if not model.exists():
        raise UsageError(text("cli.no_model"))
    heard = Interpreter.load_from_archive(model).parse(options.text, desk.today)
    topics = heard.topics
    if heard.intent == DANGER:
        # As in the chat: help before anything else.
        slugs = [place.slug for place in heard.places]
        slug = desk.place(options.municipality).slug if options.municipality else next(iter(slugs), None)
        numbers = safety_numbers(desk.content, slug, desk.today)
        help_now = {
            "intent": DANGER,
            "numbers": {one.use: one.phone for one in numbers},
            "candidates": heard.candidates,
        }
        show(options, help_now, "\n".join(danger_numbers(numbers)))
        return GOOD
    if not topics:
        labels = [desk.content.topics[topic].label for topic in heard.candidates]
        said = text("cli.candidates", list=listed(labels, "or")) if labels else text("conversation.not_understood")
        show(options, {"intent": heard.intent, "candidates": heard.candidates}, said)
        return FAILED
    told = Circumstances.from_mapping(heard.circumstances).to_mapping() | _circumstances(options).to_mapping()
    circumstances = Circumstances.from_mapping(told)
    named = [desk.place(place.slug) for place in heard.places]
    if options.municipality:
        named = [desk.place(options.municipality)]
    if heard.comparison is not None or len(named) > 1:
        return _compare_these(desk, options, topics, named, circumstances, heard.comparison)
    if not named:
        raise UsageError(text("cli.needs_municipality", list=desk.covered()))
    dated = DatedEvent(Event(heard.event), heard.date) if heard.event is not None and heard.date is not None else None
    return _answer_these(desk, options, topics, named, circumstances, dated)


def _answer(settings: Settings, options: argparse.Namespace) -> int:
    desk = _desk(settings)
    topics, named = [desk.topic(options.topic)], [desk.place(options.municipality)]
    return _answer_these(desk, options, topics, named, _circumstances(options))


def _compare(settings: Settings, options: argparse.Namespace) -> int:
    desk = _desk(settings)
    named = [desk.place(name) for name in options.municipalities]
    return _compare_these(desk, options, [desk.topic(options.topic)], named, _circumstances(options), None)


def _answer_these(
    desk: Desk,
    options: argparse.Namespace,
    topics: Sequence[str],
    named: Sequence[Place],
    circumstances: Circumstances,
    dated: DatedEvent | None = None,
) -> int:
    question = Question(tuple(topics), tuple(named), desk.service, desk.today, circumstances, dated)
    shown = [render(desk.content, item) for item in answer(desk.content, question)]
    show(options, [item.payload() for item in shown], "\n\n".join(item.text() for item in shown))
    return GOOD


def _compare_these(
    desk: Desk,
    options: argparse.Namespace,
    topics: Sequence[str],
    named: Sequence[Place],
    circumstances: Circumstances,
    order: str | None,
) -> int:
    chosen = named if len(named) > 1 else places(desk.content)
    shown = [
        compared(desk.content, compare(desk.content, topic, chosen, desk.service, desk.today, circumstances), order)
        for topic in topics
    ]
    show(options, [reply.payload for reply in shown], "\n\n".join(reply.text for reply in shown))
    return GOOD


def _topics(settings: Settings, options: argparse.Namespace) -> int:
    topics = _desk(settings).content.topics
    width = max(map(len, topics))
    lines = [f"{key:<{width}}  {entry.label}" for key, entry in topics.items()]
    show(options, {key: entry.dict() for key, entry in topics.items()}, "\n".join(lines))
    return GOOD


def _check(settings: Settings, options: argparse.Namespace) -> int:
    from bot.settings import ROOT
    from bot.standards.check import find_sources, report

    found = report(settings.content_dir, find_sources(ROOT), datetime.date.today())
    blocks = [found.coverage_table]
    for name in ("information", "warnings", "errors"):
        lines = getattr(found, name)
        if lines:
            blocks.append("\n".join([text(f"cli.check.{name}", count=len(lines)), *lines]))
    if not found.errors:
        blocks.append(text("cli.check.good"))
    show(options, dataclasses.asdict(found), "\n\n".join(blocks))
    return FAILED if found.errors else GOOD


def _schema(settings: Settings, options: argparse.Namespace) -> int:
    from bot.standards.schema import standard_schema

    print(json.dumps(standard_schema(), ensure_ascii=False, indent=2))
    return GOOD


def _train(settings: Settings, options: argparse.Namespace) -> int:
    from bot.standards.check import check_content
    from bot.training import TrainingError, train

    mistakes = check_content(settings.content_dir)
    if mistakes:
        print("\n".join([*mistakes, text("cli.broken_content")]), file=sys.stderr)
        return FAILED
    try:
        print(train(settings, force=options.force))
    except TrainingError as error:
        print(error, file=sys.stderr)
        return FAILED
    return GOOD


def _serve(settings: Settings, options: argparse.Namespace) -> int:
    from bot.supervisor import serve, serve_without_rasa

    return serve_without_rasa(settings) if options.without_rasa else serve(settings)


def _circumstances(options: argparse.Namespace) -> Circumstances:
    age = None if options.age is None else AgeSpan(options.age, options.age)
    pension = None if options.pension is None else options.pension == text("cli.pension_yes")
    return Circumstances(age=age, early_retirement_pension=pension)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=text("cli.description"))
    commands = parser.add_subparsers(required=True, metavar="")

    def command(name: str, run: Callable[[Settings, argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text(f"cli.help.{name}"), description=text(f"cli.help.{name}"))
        one.set_defaults(run=run)
        one.add_argument("--json", action="store_true", help=text("cli.help.json"))
        return one

    def about_a_person(one: argparse.ArgumentParser) -> argparse.ArgumentParser:
        one.add_argument("--age", type=int, help=text("cli.help.age"))
        one.add_argument(
            "--pension",
            choices=[text("cli.pension_yes"), text("cli.pension_no")],
            help=text("cli.help.pension"),
        )
        return one

    ask = about_a_person(command("ask", _ask))
    ask.add_argument("text", help=text("cli.help.text"))
    ask.add_argument("--municipality", help=text("cli.help.municipality"))
    one = about_a_person(command("answer", _answer))
    one.add_argument("topic", help=text("cli.help.topic"))
    one.add_argument("municipality", help=text("cli.help.municipality"))
    several = about_a_person(command("compare", _compare))
    several.add_argument("topic", help=text("cli.help.topic"))
    several.add_argument("municipalities", nargs="*", help=text("cli.help.municipalities"))
    command("topics", _topics)
    command("check", _check)
    command("schema", _schema)
    command("train", _train).add_argument("--force", action="store_true", help=text("cli.help.force"))
    command("serve", _serve).add_argument("--without-rasa", action="store_true", help=text("cli.help.without_rasa"))
    add_staff_commands(commands)
    add_retention_commands(commands)
    return parser
