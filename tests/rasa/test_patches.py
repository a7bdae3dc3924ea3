"""Each patch beside Rasa as it is: the same behaviour, in less time. Times stand in `make bench`, not here."""

from __future__ import annotations

import asyncio
import copy
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import rasa.core.processor
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionSessionStart, RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.rasa import patches

DOMAIN = Domain.from_dict(
    {
        "intents": ["ask"],
        "actions": ["action_any"],
        "slots": {name: {"type": "any", "mappings": [{"type": "custom"}]} for name in "abc"},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
)
PATCHED = (
    (RemoteAction, "_validate_action_result"),
    (Event, "resolve_by_type"),
    (DaskGraphRunner, "run"),
    (MessageProcessor, "save_tracker"),
    (ActionSessionStart, "_slot_set_events_from_tracker"),
    (rasa.core.processor, "copy"),
    (RulePolicy, "_predict"),
    (Domain, "is_empty"),
)


@pytest.fixture(autouse=True)
def taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test puts into Rasa is taken out again."""
    for owner, name in PATCHED:
        monkeypatch.setattr(owner, name, inspect.getattr_static(owner, name))
    monkeypatch.setattr(MessageProcessor, "patched_by", None, raising=False)


def tracker(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("a", list(events), DOMAIN.slots)


def test_the_patches_are_for_the_rasa_that_is_installed() -> None:
    patches.install()
    assert all(inspect.getattr_static(owner, name) is not before for (owner, name), before in STOCK.items())


def test_installing_twice_patches_once() -> None:
    patches.install()
    once = {place: inspect.getattr_static(*place) for place in PATCHED}
    patches.install()
    assert {place: inspect.getattr_static(*place) for place in PATCHED} == once


def test_another_rasa_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "__version__", "3.7.0")
    with pytest.raises(patches.PatchError, match=re.escape("3.7.0")):
        patches.install()
    assert all(inspect.getattr_static(owner, name) is before for (owner, name), before in STOCK.items())


STOCK_PREDICT = RulePolicy._predict
STOCK = {(owner, name): inspect.getattr_static(owner, name) for owner, name in PATCHED}


# The result of an action.

RESULT_KEYS = ["name", "value", "timestamp", "metadata", "text", "entities", "entity", "start", "confidence"]


@pytest.fixture(params=["as Rasa is", "patched"])
def action(request: pytest.FixtureRequest) -> RemoteAction:
    if request.param == "patched":
        patches.compile_result_schema()
    return RemoteAction("action_any", None)


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hej"}]},
    ],
)
def test_a_result_in_the_right_form_is_accepted(action: RemoteAction, result: object) -> None:
    assert action._validate_action_result(result)


@pytest.mark.parametrize(
    "result",
    [[], None, {"responses": "hej"}, {"responses": ["hej"]}, {"events": [{"event": "no such event"}]}],
)
def test_a_result_in_the_wrong_form_is_refused(action: RemoteAction, result: object) -> None:
    with pytest.raises(ValidationError):
        action._validate_action_result(result)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["slot", "bot", "hej", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(RESULT_KEYS), inner, max_size=4),
    max_leaves=12,
)
EVENTS = st.fixed_dictionaries(
    {"event": st.sampled_from(["slot", "bot", "user", "none"])}, optional=dict.fromkeys(RESULT_KEYS, JSON)
)
RESULTS = st.fixed_dictionaries(
    {}, optional={"events": st.lists(EVENTS, max_size=2) | JSON, "responses": st.lists(JSON, max_size=2)}
)


@given(RESULTS | JSON)
def test_any_result_is_accepted_or_refused_as_before(result: object) -> None:
    spec = RemoteAction.action_response_format_spec()
    patches.compile_result_schema()
    try:
        accepted = RemoteAction("action_any", None)._validate_action_result(result)
    except ValidationError:
        accepted = False
    assert accepted == validator_for(spec)(spec).is_valid(result)


# The class of an event.


def test_every_name_of_an_event_stands_for_the_same_class_as_before() -> None:
    names = [one.type_name for one in rasa.shared.utils.common.all_subclasses(Event) if isinstance(one.type_name, str)]
    before = [Event.resolve_by_type(name) for name in names]
    patches.find_events_by_name()
    # Once found, and once remembered.
    assert [Event.resolve_by_type(name) for name in names * 2] == before * 2


def test_an_unknown_name_is_refused_or_gets_the_default_as_before() -> None:
    patches.find_events_by_name()
    assert Event.resolve_by_type("no such event", SlotSet) is SlotSet
    assert Event.resolve_by_type("topic") is None
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")


def test_a_class_that_is_defined_later_is_found() -> None:
    patches.find_events_by_name()
    with pytest.raises(ValueError, match="event_of_a_test"):
        Event.resolve_by_type("event_of_a_test")

    class Later(Restarted):
        type_name = "event_of_a_test"

    assert Event.resolve_by_type("event_of_a_test") is Later


# The graph of a model.


class Joins(GraphComponent):
    """Joins what it is given, and writes down that it was run."""

    ran: list[str] = []

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Joins:
        made = cls()
        made.name = config["name"]
        return made

    def join(self, **given: Any) -> str:
        self.ran.append(self.name)
        if "fail" in given.values():
            raise {"RuntimeError": RuntimeError, "RasaException": RasaException}[self.name]("failed")
        return f"{self.name}({','.join(f'{key}={value}' for key, value in sorted(given.items()))})"


def node(name: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs=needs, uses=Joins, fn="join", constructor_name="create", config={"name": name}, eager=True)


def runner(folder: Path, **nodes: SchemaNode) -> DaskGraphRunner:
    context = ExecutionContext(GraphSchema({}), "model")
    return DaskGraphRunner.create(GraphSchema(nodes), LocalModelStorage.create(folder), context)


@pytest.fixture(params=["as Rasa is", "patched"])
def in_either_way(request: pytest.FixtureRequest) -> None:
    Joins.ran = []
    if request.param == "patched":
        patches.run_graph_in_order()


@pytest.mark.usefixtures("in_either_way")
def test_components_get_what_those_before_them_gave(tmp_path: Path) -> None:
    # Named so that neither the alphabet nor the order of the schema is the order in which they must run.
    graph = runner(tmp_path, z=node("z", x="a", y="m"), a=node("a", text="said"), m=node("m", x="a", text="said"))
    assert graph.run({"said": 1}, ["z"]) == {"z": "z(x=a(text=1),y=m(text=1,x=a(text=1)))"}
    assert sorted(Joins.ran) == ["a", "m", "z"]


@pytest.mark.usefixtures("in_either_way")
def test_only_what_a_target_needs_is_run(tmp_path: Path) -> None:
    graph = runner(tmp_path, a=node("a", text="said"), b=node("b", x="a"), c=node("c", x="a"))
    assert graph.run({"said": 1}, ["b"]) == {"b": "b(x=a(text=1))"}
    assert graph.run({"said": 2}, ["c", "a"]) == {"c": "c(x=a(text=2))", "a": "a(text=2)"}
    assert Joins.ran == ["a", "b", "a", "c"]


@pytest.mark.usefixtures("in_either_way")
def test_an_input_that_is_the_name_of_a_component_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GraphRunError, match="clashes"):
        runner(tmp_path, a=node("a", text="said")).run({"said": "a"}, ["a"])


@pytest.mark.usefixtures("in_either_way")
def test_a_missing_input_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphRunError, match="Missing input"):
        runner(tmp_path, a=node("a", text="said")).run({}, ["a"])


@pytest.mark.usefixtures("in_either_way")
@pytest.mark.parametrize(
    ("name", "error"), [("RuntimeError", GraphComponentException), ("RasaException", RasaException)]
)
def test_a_component_that_fails_fails_the_run_in_the_same_way(
    tmp_path: Path, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        runner(tmp_path, **{name: node(name, text="said")}).run({"said": "fail"}, [name])


# The processor's debug log.


def test_the_processor_copies_for_its_debug_log_alone() -> None:
    source = inspect.getsource(rasa.core.processor)
    calls = re.findall(r"structlogger\.debug\(.*?\n\s*\)\n", source, re.DOTALL)
    in_logs = sum(call.count("copy.deepcopy(") for call in calls)
    used = re.findall(r"(?<![\w.])copy\.\w+\(", source)
    assert used == ["copy.deepcopy("] * in_logs
    assert in_logs > 0


def test_everybody_else_still_copies() -> None:
    patches.copy_nothing_for_unwritten_logs()
    value = [[1]]
    assert rasa.core.processor.copy.deepcopy(value) is value
    assert copy.deepcopy(value)[0] is not value[0]


# The domain.


@pytest.mark.parametrize(
    ("domain", "empty"),
    [
        (Domain.empty(), True),
        (DOMAIN, False),
        (Domain.from_dict({"intents": ["ask"]}), False),
        (Domain.from_dict({"intents": ["out_of_scope"]}), False),
        (Domain.from_dict({"actions": ["action_any"]}), False),
        (Domain.from_dict({"responses": {"utter_a": [{"text": "a"}]}}), False),
    ],
)
@pytest.mark.parametrize("patched", [False, True])
def test_a_domain_is_empty_when_it_was_before(domain: Domain, empty: bool, patched: bool) -> None:
    if patched:
        patches.know_that_a_domain_has_something()
    assert domain.is_empty() is empty


# Long conversations.


def session(messages: int) -> Iterator[Event]:
    yield SessionStarted()
    for number in range(messages):
        yield UserUttered(str(number), {"name": "ask"})
        yield ActionExecuted("action_listen")


class Kept:
    """A tracker store that keeps the last one that was saved."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.events = list(tracker.events)


def saved(*events: Event) -> list[Event]:
    """What is kept of a conversation that is saved with the patch."""
    patches.end_long_sessions()
    processor: Any = SimpleNamespace(domain=DOMAIN, tracker_store=Kept())
    asyncio.run(MessageProcessor.save_tracker(processor, tracker(*events)))
    return list(processor.tracker_store.events)


LONG = patches.MESSAGES_OF_SESSION


@pytest.mark.parametrize(("messages", "ended"), [(0, False), (1, LONG == 1), (LONG - 1, False), (LONG, True)])
def test_a_session_ends_when_it_is_long(messages: int, ended: bool) -> None:
    events = list(session(messages))
    assert (saved(*events) != events) is ended


def test_what_comes_behind_a_long_session_is_what_rasa_itself_begins_one_with() -> None:
    events = [SlotSet("b", 1), *session(LONG), SlotSet("a", 1), SlotSet("a", 2), ActionExecuted("action_listen")]
    channel: Any = None
    patches.end_long_sessions()
    started = asyncio.run(ActionSessionStart().run(channel, channel, tracker(*events), DOMAIN))
    assert saved(*events) == [*events, ActionExecuted("action_session_start"), *started]
    assert started == [SessionStarted(), SlotSet("a", 2), ActionExecuted("action_listen")]


def test_a_session_that_has_just_begun_is_no_reason_for_another_one() -> None:
    once = saved(*session(LONG))
    assert saved(*once) == once


def test_what_is_not_answered_yet_ends_no_session() -> None:
    events = list(session(LONG))[:-1]
    assert saved(*events) == events


def test_the_messages_of_earlier_sessions_do_not_count() -> None:
    events = [*session(LONG), *session(LONG - 1)]
    assert saved(*events) == events


slot_values = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([None, 1, "x", ["y"]])), max_size=12)


@given(slot_values)
def test_a_new_session_begins_with_the_slots_of_the_old_one(values: list[tuple[str, Any]]) -> None:
    before = tracker(*(SlotSet(name, value) for name, value in values))
    stock = tracker(*STOCK_CARRY_OVER(before))
    carried = patches.latest_slots(before)
    assert tracker(*carried).current_slot_values() == stock.current_slot_values() == before.current_slot_values()
    assert len({event.key for event in carried}) == len(carried)


STOCK_CARRY_OVER = STOCK[ActionSessionStart, "_slot_set_events_from_tracker"].__func__
