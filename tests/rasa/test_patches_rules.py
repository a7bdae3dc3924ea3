"""Rules of one turn, which a patch looks up, beside how Rasa finds the next action."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa import patches

STOCK_PREDICT = RulePolicy._predict


@pytest.fixture(autouse=True)
def taken_back() -> Iterator[None]:
    yield
    RulePolicy._predict = STOCK_PREDICT


INTENTS = {"ask": "action_ask", "greet": "action_greet"}
RULE_DOMAIN = Domain.from_dict(
    {
        "intents": [*INTENTS, "other"],
        "actions": [*INTENTS.values(), "action_other"],
        "forms": {"form": {"required_slots": []}},
        "slots": {"a": {"type": "any", "mappings": [{"type": "custom"}]}},
    }
)


def rules_of(intents: dict[str, str]) -> dict[str, str]:
    """The rules as Rasa keeps them."""
    kept = {}
    for intent, action in intents.items():
        first = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": intent}}
        kept[json.dumps([first])] = action
        kept[json.dumps([first, {**first, "prev_action": {"action_name": action}}])] = "action_listen"
    return kept


def policy_with(rules: dict[str, str], folder: Path) -> RulePolicy:
    lookup = {"rules": rules, "rules_for_loop_unhappy_path": {}, "rules_not_in_stories": list(rules)[:2]}
    config = {**RulePolicy.get_default_config(), "enable_fallback_prediction": False}
    context = ExecutionContext(GraphSchema({}), "model")
    return RulePolicy(config, LocalModelStorage.create(folder), Resource("rules"), context, lookup=lookup)


def said(intent: str) -> UserUttered:
    return UserUttered("noget", {"name": intent})


happenings = st.one_of(
    st.sampled_from([*INTENTS, "other", "restart"]).map(said),
    st.sampled_from([*INTENTS.values(), "action_other", "action_listen"]).map(ActionExecuted),
    st.sampled_from([BotUttered("svar"), SlotSet("a", 1), SessionStarted(), Restarted(), UserUtteranceReverted()]),
    st.sampled_from([ActionReverted(), ActiveLoop("form"), ActionExecutionRejected("action_ask")]),
    st.booleans().map(DefinePrevUserUtteredFeaturization),
)
turns = st.sampled_from([("ask", "action_ask"), ("greet", "action_greet"), ("ask", "action_other")]).map(
    lambda turn: [said(turn[0]), ActionExecuted(turn[1]), BotUttered("svar"), ActionExecuted("action_listen")]
)
talks = st.one_of(
    st.lists(happenings, max_size=8),
    st.lists(turns, max_size=4).map(lambda found: [one for turn in found for one in turn]),
)


@given(talks, st.integers(0, 3))
def test_the_next_action_is_the_one_that_rasa_finds(
    tmp_path_factory: pytest.TempPathFactory, events: list[Event], left_out: int
) -> None:
    policy = policy_with(rules_of(INTENTS), tmp_path_factory.mktemp("policy"))
    before = [SessionStarted(), ActionExecuted("action_listen"), *events]
    talk = DialogueStateTracker.from_events("a", before[: len(before) - left_out], RULE_DOMAIN.slots)
    expected = STOCK_PREDICT(policy, talk, RULE_DOMAIN)
    patches.follow_short_rules()
    try:
        found = policy._predict(talk, RULE_DOMAIN)
    finally:
        RulePolicy._predict = STOCK_PREDICT
    assert found == expected


def test_a_plain_turn_needs_no_features(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = policy_with(rules_of(INTENTS), tmp_path)
    patches.follow_short_rules()
    monkeypatch.setattr(policy, "_prediction_states", None)
    talk: list[Event] = [ActionExecuted("action_listen"), said("greet")]
    for expected in ("action_greet", "action_listen"):
        prediction, _ = policy._predict(DialogueStateTracker.from_events("a", talk, RULE_DOMAIN.slots), RULE_DOMAIN)
        assert RULE_DOMAIN.action_names_or_texts[prediction.max_confidence_index] == expected
        talk.append(ActionExecuted(expected))


ASKED = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "ask"}}
OTHER = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "other"}}


@pytest.mark.parametrize(
    "states",
    [
        [ASKED, {**ASKED, "prev_action": {"action_name": "action_ask"}}, OTHER],
        [{**OTHER, "slots": {"a": [1.0]}}],
        [{}, OTHER],
        [OTHER],
    ],
    ids=["longer", "with a slot", "at the start", "without an end"],
)
def test_with_any_other_rule_rasa_finds_its_way_as_before(states: list[dict[str, Any]]) -> None:
    lookup = {"rules": {**rules_of(INTENTS), json.dumps(states): "action_other"}, "rules_for_loop_unhappy_path": {}}
    assert patches._short_rules(lookup) == {}
