"""What Rasa takes over of a message that the service has understood."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.rasa.components import Understanding
from bot.rasa.understood import interpreter_of, take_over
from bot.understanding.interpretation import Interpretation
from bot.understanding.interpreter import Interpreter
from bot.understanding.places import load_places
from bot.understanding.understood import Understood
from tests.understanding.conftest import CONTENT, EXAMPLES

MODEL = "en-model.tar.gz"
TEXT = "hvad koster det"
# What nobody would understand of the text.
TOLD = Interpretation(TEXT, "ask", 0.9, (("ask/complaint", 0.9),), ("complaint",))


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter.train(EXAMPLES, load_places(CONTENT), None)


@pytest.fixture
def component(tmp_path: Any, interpreter: Interpreter) -> Understanding:
    storage, resource = LocalModelStorage(tmp_path), Resource("understanding")
    with storage.write_to(resource) as directory:
        interpreter.save(directory)
    config = Understanding.get_default_config()
    return Understanding.load(config, storage, resource, ExecutionContext(GraphSchema({})))


def agent_with(*components: object) -> Any:
    """As much of Rasa's agent as holds a model."""
    nodes = {str(number): SimpleNamespace(_component=one) for number, one in enumerate(components)}
    runner = SimpleNamespace(_instantiated_nodes=nodes)
    return SimpleNamespace(processor=SimpleNamespace(graph_runner=runner, model_filename=MODEL))


def body(model: str = MODEL, day: datetime.date | None = None, **changed: object) -> dict[str, Any]:
    told = Understood(TOLD, model, day or datetime.date.today()).to_mapping()
    return {"sender": "nogen", "message": TEXT, "understood": {**told, **changed}}


def topics(component: Understanding) -> tuple[str, ...]:
    """What the component makes of the text now."""
    interpreter = component.interpreter
    assert interpreter is not None
    return interpreter.parse(TEXT).topics


def test_what_the_service_has_understood_is_not_understood_again(component: Understanding) -> None:
    take_over(agent_with(object(), component), TEXT, body())
    assert topics(component) == ("complaint",)


@pytest.mark.parametrize(
    "request_body",
    [
        pytest.param({"message": TEXT}, id="nothing_is_told"),
        pytest.param({"message": TEXT, "understood": None}, id="the_service_has_no_model"),
        pytest.param({**body(), "message": f"{TEXT} og mere"}, id="the_text_was_cut"),
        pytest.param(body(model="en-anden-model.tar.gz"), id="another_model"),
        pytest.param(body(day=datetime.date.today() - datetime.timedelta(1)), id="yesterday"),
        pytest.param(body(ranking="ask"), id="no_ranking"),
        pytest.param(body(places=[["Thisted"]]), id="no_place"),
        pytest.param(body(day=None, date="i går"), id="no_date"),
        pytest.param({"message": TEXT, "understood": "ask"}, id="no_interpretation"),
        pytest.param({"message": TEXT, "understood": {"day": "i dag"}}, id="no_day"),
    ],
)
def test_what_cannot_be_used_is_understood_by_rasa_itself(
    component: Understanding, request_body: dict[str, Any]
) -> None:
    take_over(agent_with(component), TEXT, request_body)
    assert topics(component) == ("payment",)


def test_what_cannot_be_read_is_logged_without_the_text(
    component: Understanding, caplog: pytest.LogCaptureFixture
) -> None:
    take_over(agent_with(component), TEXT, body(places=[[TEXT]]))
    assert "cannot be read" in caplog.text
    assert TEXT not in caplog.text


@pytest.mark.parametrize("agent", [SimpleNamespace(processor=None), agent_with(object())])
def test_without_a_model_of_ours_nothing_is_taken_over(agent: Any) -> None:
    assert interpreter_of(agent) is None
    take_over(agent, TEXT, body())
