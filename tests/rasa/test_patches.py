from collections.abc import Iterator

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.rasa.patches import compile_result_schema


@pytest.fixture(params=["as Rasa is", "patched"])
def action(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteAction]:
    original = RemoteAction._validate_action_result
    # Set once by monkeypatch, so that whatever the patch puts there is taken back.
    monkeypatch.setattr(RemoteAction, "_validate_action_result", original)
    if request.param == "patched":
        compile_result_schema()
        assert RemoteAction._validate_action_result is not original
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
