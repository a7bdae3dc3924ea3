"""Changes to Rasa itself, each with its reason and what it gains.

They are written for the Rasa named below, its last open release, and refuse any other. Gains are CPU milliseconds of a
message whose text is known, in conversations of 20 messages on SQLite: with the patch left out it takes so much more
than the 1.7 it takes with all of them.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import rasa.core.processor
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionSessionStart, RemoteAction
from rasa.core.policies.rule_policy import DEFAULT_ACTION_MAPPINGS, RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, DEFAULT_INTENTS
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.version import __version__

WRITTEN_FOR = "3.6.21"
# A session ends after so many messages: what is read, replayed and sent to actions for each message stays as short.
MESSAGES_OF_SESSION = 3
_PLAIN_EVENTS = (BotUttered, SlotSet, DefinePrevUserUtteredFeaturization)


class PatchError(RuntimeError):
    """The installed Rasa is not the one that the patches were written for."""


def install() -> None:
    """Apply all patches to this process; done twice, it is done once. Raises PatchError."""
    if __version__ != WRITTEN_FOR:
        raise PatchError(f"Rasa {__version__} is installed, and the patches were written for {WRITTEN_FOR}")
    if getattr(MessageProcessor, "patched_by", None) == __name__:
        return
    for patch in (
        compile_result_schema,
        find_events_by_name,
        run_graph_in_order,
        copy_nothing_for_unwritten_logs,
        know_that_a_domain_has_something,
        end_long_sessions,
        follow_short_rules,
    ):
        patch()
    MessageProcessor.patched_by = __name__


def compile_result_schema() -> None:
    """Check the results of actions against a schema that is compiled once, and by a compiled program: 16 ms.

    Rasa checks the schema itself, which is a constant, anew for every action; that took two thirds of the
    time of a whole message. Checking the result in Python took a sixth of what was left. A result is accepted or
    refused exactly as before: what the program does not accept, or cannot read, goes the old way.
    """
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)
    accepts = jsonschema_rs.validator_for(schema).is_valid

    def is_valid(result: Any) -> bool:
        try:
            return accepts(result)
        except (ValueError, TypeError):
            return False

    def validate(action: RemoteAction, result: Any) -> bool:
        if is_valid(result):
            return True
        error = best_match(validator.iter_errors(result))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = validate


def find_events_by_name() -> None:
    """Remember which class an event's name stands for: 0.5 ms.

    Rasa walks through all subclasses for every event of every tracker that it reads, and of every answer. A class that
    is defined later is still found, as only what was found is remembered.
    """
    search = Event.resolve_by_type
    found: dict[str, type[Event]] = {}

    def resolve(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        known = found.get(type_name)
        if known is None:
            known = search(type_name, default)
            # A default is nobody's name.
            if known is not None and known is not default:
                found[type_name] = known
        return known

    Event.resolve_by_type = staticmethod(resolve)


def run_graph_in_order() -> None:
    """Run the components of a model one after the other: 0.6 ms.

    Rasa builds a new graph for each of the three runs of a message, and dask's scheduler, which could run components
    beside each other and is told not to, takes longer than they do. Order, inputs and errors are the same.
    """

    def run(
        runner: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        wanted = tuple(targets or runner._graph_schema.target_names)
        plans = runner.__dict__.setdefault("_plans", {})
        if wanted not in plans:
            plans[wanted] = _plan(runner, list(wanted))
        plan = plans[wanted]
        done: dict[str, Any] = {}
        for name, value in (inputs or {}).items():
            if isinstance(value, str) and any(value == step for step, _, _ in plan):
                raise GraphRunError(f"Input value '{value}' clashes with a node name.")
            done[name] = (name, value)
        try:
            for name, node, needs in plan:
                done[name] = node(*(done.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[target] for target in wanted)

    DaskGraphRunner.run = run


def _plan(runner: DaskGraphRunner, targets: list[str]) -> list[tuple[str, Callable[..., Any], tuple[str, ...]]]:
    """The nodes that some targets need, each behind those that it needs itself."""
    nodes = runner._graph_schema.minimal_graph_schema(targets).nodes
    plan: dict[str, tuple[str, Callable[..., Any], tuple[str, ...]]] = {}

    def add(name: str) -> None:
        if name in plan or name not in nodes:
            return
        needs = tuple(nodes[name].needs.values())
        for need in needs:
            add(need)
        plan[name] = (name, runner._instantiated_nodes[name], needs)

    for name in nodes:
        add(name)
    return list(plan.values())


def copy_nothing_for_unwritten_logs() -> None:
    """Hand Rasa's debug log the objects themselves: 0.1 ms.

    The processor makes a deep copy of events and entities for each entry of its debug log, which is written nowhere
    (`safe_logging`). It copies nothing else with this module.
    """
    rasa.core.processor.copy = types.SimpleNamespace(deepcopy=lambda value: value)


def know_that_a_domain_has_something() -> None:
    """Tell that a domain is not empty by what it holds: 0.1 ms.

    For every message Rasa writes out the whole domain, and a new one with nothing in it, and compares them. One that
    has intents beyond Rasa's own is no empty one; any other is compared as before.
    """
    compare, own = Domain.is_empty, frozenset(DEFAULT_INTENTS)

    def is_empty(domain: Domain) -> bool:
        return domain.intent_properties.keys() <= own and bool(compare(domain))

    Domain.is_empty = is_empty


def end_long_sessions() -> None:
    """End a session behind some messages, and begin the next one with the slots: 1.2 ms, more in longer ones.

    Rasa reads the events of the latest session for each message and replays them all, so a conversation gets slower
    with every message. A session ends by itself after an hour's silence, when the next message comes, for which the
    whole of it is read once more; here it also ends when it has become long, and before it is saved, so that the next
    message reads slots alone. What that one is answered with hangs on them alone (`actions`), and they are carried
    over, as after an hour: only, Rasa carries over every value that a slot ever had.
    """
    save = MessageProcessor.save_tracker

    async def save_tracker(processor: MessageProcessor, tracker: DialogueStateTracker) -> None:
        if tracker.events and _listens(tracker.events[-1]) and messages_of_session(tracker) >= MESSAGES_OF_SESSION:
            for event in session_start(tracker):
                tracker.update(event, processor.domain)
        await save(processor, tracker)

    MessageProcessor.save_tracker = save_tracker
    ActionSessionStart._slot_set_events_from_tracker = staticmethod(latest_slots)


def follow_short_rules() -> None:
    """Look up what a rule of one turn says, where all rules are such: 0.4 ms.

    A rule of one turn is "intent, action, listen", and what it says next hangs on the latest intent and the latest
    action alone. Rasa makes features of the whole session three times a message and holds them against every rule.
    Where a model has any other rule, or a conversation anything but messages, actions and slots since its latest
    message (a loop, something taken back), Rasa finds its way as before.
    """
    stock = RulePolicy._predict

    def predict(policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain) -> Any:
        if "_short_rules" not in policy.__dict__:
            policy._short_rules = _short_rules(policy.lookup)
        found = None if tracker.active_loop else _by_short_rule(policy._short_rules, tracker)
        if found is None:
            return stock(policy, tracker, domain)
        action, source = found
        return policy._rule_prediction(policy._prediction_result(action, tracker, domain), source), source

    RulePolicy._predict = predict


# What an intent leads to, and the names of the two steps of its rule.
_ShortRule = tuple[str, str, str]


def _short_rules(lookup: dict[str, Any]) -> dict[str, _ShortRule]:
    """The rules by their intents; empty where one of them is not of one turn."""
    rules: dict[str, str] = lookup[RULES]
    found: dict[str, _ShortRule] = {}
    listens: set[str] = set()
    for key, action in rules.items():
        states = json.loads(key)
        intent = states[0].get("user", {}).get("intent")
        first = {"prev_action": {"action_name": ACTION_LISTEN_NAME}, "user": {"intent": intent}}
        if not intent or intent in DEFAULT_ACTION_MAPPINGS or states[0] != first:
            return {}
        second = json.dumps([first, {**first, "prev_action": {"action_name": action}}])
        if len(states) == 1 and rules.get(second) == ACTION_LISTEN_NAME:
            found[intent] = (action, key, second)
            listens.add(second)
    only_these = set(rules) == listens | {key for _, key, _ in found.values()}
    return found if only_these and not lookup.get(RULES_FOR_LOOP_UNHAPPY_PATH) else {}


def _by_short_rule(rules: dict[str, _ShortRule], tracker: DialogueStateTracker) -> tuple[str, str] | None:
    """The next action and the rule that says so; None where that is not plain."""
    latest: str | None = None
    intent: str | None = None
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted):
            if intent is not None:
                if event.action_name != ACTION_LISTEN_NAME or intent not in rules:
                    return None
                action, at_message, behind_action = rules[intent]
                if latest is None:
                    return action, at_message
                return (ACTION_LISTEN_NAME, behind_action) if latest == action else None
            if latest is not None or event.action_name is None:
                return None
            latest = event.action_name
        elif isinstance(event, UserUttered):
            if intent is not None:
                return None
            intent = event.intent_name
            if intent is None:
                return None
        elif not isinstance(event, _PLAIN_EVENTS) or getattr(event, "use_text_for_featurization", False):
            return None
    return None


def messages_of_session(tracker: DialogueStateTracker) -> int:
    """Return how many messages the latest session has."""
    count = 0
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            break
        count += isinstance(event, UserUttered)
    return count


def _listens(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME


def session_start(tracker: DialogueStateTracker) -> list[Event]:
    """Return what Rasa's own action for the start of a session adds to a tracker, with the latest slots."""
    begun = (ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted())
    return [*begun, *latest_slots(tracker), ActionExecuted(ACTION_LISTEN_NAME)]


def latest_slots(tracker: DialogueStateTracker) -> list[SlotSet]:
    """Return what sets the slots of a new session to where they were: one event for each that is not as at first."""
    latest = {event.key: event for event in tracker.applied_events() if isinstance(event, SlotSet)}
    return [
        SlotSet(key=event.key, value=event.value, metadata=event.metadata)
        for event in latest.values()
        if event.key not in tracker.slots or event.value != tracker.slots[event.key].initial_value
    ]
