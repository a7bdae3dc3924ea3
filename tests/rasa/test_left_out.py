"""Rasa's own commands in this environment, where TensorFlow and others are stood in for."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.processes import free_port
from bot.rasa import left_out
from bot.settings import Settings
from bot.training import rasa_environment
from evaluation.serving import holds_within, process, status_of

PROJECT = {
    "config.yml": """
recipe: default.v1
assistant_id: tiny
language: da
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
policies:
  - name: RulePolicy
""",
    "domain.yml": """
version: "3.1"
intents: [greet, bye]
responses:
  utter_greet: [{text: Hej med dig}]
  utter_bye: [{text: Farvel}]
""",
    "data/nlu.yml": """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hej
      - goddag
      - hej med jer
  - intent: bye
    examples: |
      - farvel
      - vi ses
      - hej hej
""",
    "data/rules.yml": """
version: "3.1"
rules:
  - {rule: greet, steps: [{intent: greet}, {action: utter_greet}]}
  - {rule: bye, steps: [{intent: bye}, {action: utter_bye}]}
""",
    "tests/test_stories.yml": """
stories:
  - {story: greet, steps: [{user: goddag, intent: greet}, {action: utter_greet}]}
""",
    "credentials.yml": "rest:\n",
    "endpoints.yml": "",
}


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env={"PATH": "/usr/bin:/bin", **env})


def rasa(folder: Path, *arguments: str, said: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rasa", *arguments]
    env = {**rasa_environment(Settings(var_dir=folder / "var")), "PYTHONPATH": "", "TERM": "dumb"}
    return subprocess.run(command, cwd=folder, env=env, input=said, capture_output=True, text=True, timeout=120)


def write(folder: Path, **changed: str) -> Path:
    for name, content in {**PROJECT, **changed}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.lstrip(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project of Rasa's own parts, trained."""
    folder = write(tmp_path_factory.mktemp("project"))
    trained = rasa(folder, "train", "--fixed-model-name", "tiny")
    assert trained.returncode == 0, trained.stderr
    return folder


@pytest.mark.parametrize("package", left_out.PACKAGES)
def test_this_environment_leaves_them_out(package: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin == left_out.__file__


def test_what_is_inherited_from_it_can_be_named_and_not_used() -> None:
    result = python(
        "import tensorflow as tf\n"
        "from keras.utils.control_flow_util import smart_cond\n"
        "class Layer(tf.keras.layers.Layer): pass\n"
        "print('named', tf.Tensor is not None)\n"
        "Layer()"
    )
    assert result.stdout == "named True\n"
    assert "LeftOutError" in result.stderr
    assert "--stock" in result.stderr


def test_other_packages_are_missing_as_before() -> None:
    assert "ModuleNotFoundError: No module named 'tensorflow_of_a_test'" in python("import tensorflow_of_a_test").stderr


def test_a_tensorflow_that_is_installed_is_used(tmp_path: Path) -> None:
    (tmp_path / "tensorflow").mkdir()
    (tmp_path / "tensorflow" / "__init__.py").write_text("real = True\n", encoding="utf-8")
    result = python("import tensorflow; print(tensorflow.real)", PYTHONPATH=str(tmp_path))
    assert result.stdout == "True\n"


@pytest.mark.slow
def test_data_is_validated(project: Path) -> None:
    assert rasa(project, "data", "validate").returncode == 0


@pytest.mark.slow
def test_a_model_is_talked_to_in_the_shell(project: Path) -> None:
    assert "Hej med dig" in rasa(project, "shell", "-m", "models/tiny.tar.gz", said="goddag\n/stop\n").stdout


@pytest.mark.slow
def test_a_model_is_tested(project: Path) -> None:
    tested = rasa(project, "test", "-m", "models/tiny.tar.gz", "--nlu", "data", "--stories", "tests")
    assert tested.returncode == 0, tested.stderr
    assert (project / "results" / "intent_report.json").exists()
    assert (project / "results" / "story_report.json").exists()


@pytest.mark.slow
def test_a_model_is_served(project: Path) -> None:
    port = free_port()
    arguments = ["-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port), "-m", str(project / "models" / "tiny.tar.gz")]
    arguments += ["--credentials", str(project / "credentials.yml"), "--endpoints", str(project / "endpoints.yml")]
    with process(arguments, rasa_environment(Settings(var_dir=project / "var")), project / "run.log"):
        assert holds_within(lambda: status_of(f"http://127.0.0.1:{port}/") == 200, 60)


@pytest.mark.slow
@pytest.mark.parametrize("component", ["DIETClassifier", "TEDPolicy"])
def test_a_component_that_needs_it_says_so(tmp_path: Path, component: str) -> None:
    config = PROJECT["config.yml"]
    old, new = ("LogisticRegressionClassifier", component) if "DIET" in component else ("RulePolicy", component)
    story = 'version: "3.1"\nstories: [{story: one, steps: [{intent: greet}, {action: utter_greet}]}]\n'
    trained = rasa(write(tmp_path, **{"config.yml": config.replace(old, new), "data/stories.yml": story}), "train")
    assert trained.returncode != 0
    assert "needs TensorFlow" in trained.stdout + trained.stderr


def test_other_errors_are_caught_beside_theirs_that_cannot_happen() -> None:
    result = python(
        "import aiormq, pymongo.errors\n"
        "from botocore.exceptions import BotoCoreError\n"
        "theirs = (BotoCoreError, pymongo.errors.ConnectionFailure, aiormq.exceptions.ChannelNotFoundEntity)\n"
        "try: raise ConnectionError\n"
        "except (*theirs, ConnectionError): print('caught')"
    )
    assert result.stdout == "caught\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("endpoint", "package"),
    [
        ("tracker_store: {type: mongod, url: 'mongodb://127.0.0.1:1'}", "pymongo"),
        ("tracker_store: {type: dynamo}", "boto3"),
        ("event_broker: {type: pika, url: 127.0.0.1, username: a, password: b}", "aio-pika"),
    ],
)
def test_a_store_or_broker_that_is_left_out_says_so(project: Path, endpoint: str, package: str) -> None:
    (project / "other.yml").write_text(endpoint, encoding="utf-8")
    arguments = ("run", "-p", str(free_port()), "-m", "models/tiny.tar.gz", "--endpoints", "other.yml")
    served = rasa(project, *arguments)
    assert served.returncode != 0
    assert f"needs {package}" in served.stdout + served.stderr
