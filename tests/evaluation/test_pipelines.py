"""The comparison of pipelines: small real runs, and figures of known rankings."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT
from evaluation import cases, stock
from evaluation.pipelines import report
from evaluation.pipelines.__main__ import main
from evaluation.pipelines.catalogue import (
    JOINT,
    NEIGHBOURS,
    NGRAMS,
    PIPELINES,
    PLACED,
    RASA_DEFAULT,
    RASA_LOGISTIC,
    modules_behind,
    named,
)
from evaluation.pipelines.data import TrainingSet, read_training_set
from evaluation.pipelines.measuring import auc, figures, likeliest_topic, sign_test
from evaluation.pipelines.run import EMBEDDINGS, Run
from evaluation.pipelines.worker import Task

COUNTS = {"ask/contact": 7, "ask/payment": 7, "out_of_scope": 6}
SMALL = (NGRAMS, NEIGHBOURS, PLACED, JOINT)
LIMIT = 12


@pytest.fixture(scope="module")
def training() -> TrainingSet:
    """Twenty examples with three labels, and the phrases of two topics."""
    whole = read_training_set(ROOT / "data", ROOT / "content")
    chosen = [[pair for pair in whole.examples if pair[1] == label][:count] for label, count in COUNTS.items()]
    phrases = tuple(pair for pair in whole.phrases if pair[1] in COUNTS)
    return TrainingSet(tuple(pair for pairs in chosen for pair in pairs), phrases)


class Terminal:
    """What was said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture(scope="module")
def small(training: TrainingSet, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run in which four pipelines are measured."""
    run = Run(training, tmp_path_factory.mktemp("pipelines"), epochs=1, limit=LIMIT)
    assert run.measure([named(name) for name in SMALL], Terminal()) == []
    return run


def test_every_measured_pipeline_has_all_figures(small: Run) -> None:
    results = small.results()
    assert set(results) == {*SMALL, EMBEDDINGS}
    for name in SMALL:
        result = results[name]
        assert (result["questions"], result["outside"], len(result["hits"])) == (LIMIT, LIMIT, LIMIT)
        assert 0 <= result["first"] <= result["among_first_3"] <= 1
        assert min(result[key] for key in ("train_seconds", "model_mb", "load_seconds", "parse_ms")) > 0
        assert result["memory_mb"] > 20


def test_the_table_has_a_row_for_what_is_measured_and_names_what_is_not(small: Run, tmp_path: Path) -> None:
    report.write(tmp_path, small.results(), 24, 3)
    page = (tmp_path / report.PAGE).read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0].strip("| ") for row in rows[1:]] == [named(name).title for name in SMALL]
    assert "Not measured for these data: Rasa's default" in page
    assert "What the embedding brings beside the n-grams" in page
    stored = json.loads((tmp_path / report.FIGURES).read_text(encoding="utf-8"))
    assert stored["training"] == {"examples": 24, "labels": 3}
    assert set(stored["pipelines"]) == {*SMALL, EMBEDDINGS}


def test_nothing_that_is_written_or_said_quotes_a_held_out_text(small: Run, tmp_path: Path) -> None:
    said = Terminal()
    small.measure([named(NGRAMS)], said, force=True)
    report.write(tmp_path, small.results(), 24, 3)
    written = [path.read_text(encoding="utf-8") for path in [*tmp_path.iterdir(), *small.folder.rglob("*.log")]]
    texts = [*(case.text for case in cases.questions()), *(case.text for case in cases.outside())]
    assert not [text for text in texts if len(text) > 20 and any(text in one for one in [*said.lines, *written])]


def test_what_is_measured_is_not_measured_again(small: Run) -> None:
    before = (small.folder / f"{JOINT}.json").stat().st_mtime_ns
    said = Terminal()
    assert small.measure([named(JOINT)], said) == []
    assert said.lines == [f"[1/1] {JOINT}: already measured"]
    assert (small.folder / f"{JOINT}.json").stat().st_mtime_ns == before


def test_other_data_are_measured_anew(small: Run, training: TrainingSet) -> None:
    other = Run(TrainingSet(training.examples[1:], training.phrases), small.folder, small.epochs, small.limit)
    assert other.results() == {}


def test_only_the_modules_that_a_pipeline_is_made_of_count() -> None:
    stems = {path.stem for path in modules_behind(["features"])}
    assert stems == {"features", "remembering"}
    assert {"classifier", "features", "spelling", "known_words", "several"} <= {
        path.stem for path in modules_behind(["interpreter"])
    }
    assert "dates" not in {path.stem for path in modules_behind(named(NGRAMS).roots)}


def test_a_number_of_epochs_counts_only_where_there_are_epochs() -> None:
    assert named(RASA_DEFAULT).recipe(1) != named(RASA_DEFAULT).recipe(2)
    assert named(RASA_LOGISTIC).recipe(1) == named(RASA_LOGISTIC).recipe(2)
    assert len({pipeline.recipe(1) for pipeline in PIPELINES}) == len(PIPELINES)


def test_a_training_is_kept_when_measuring_did_not_come_to_its_end(small: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = small.folder / f"{NGRAMS}.json"
    whole = json.loads(stored.read_text(encoding="utf-8"))
    del whole["keys"]["measured"]
    stored.write_text(json.dumps(whole), encoding="utf-8")
    assert NGRAMS not in small.results()
    said = Terminal()
    small.measure([named(NGRAMS)], said)
    assert not [line for line in said.lines if "training" in line]
    assert NGRAMS in small.results()


def test_a_step_that_fails_is_told_with_its_log_and_the_others_go_on(
    tmp_path: Path,
) -> None:
    run = Run(TrainingSet((("hej", "greet"),), ()), tmp_path, epochs=1, limit=LIMIT)
    (failure,) = run.measure([named("words")], Terminal())
    assert "words: train failed" in failure
    assert "words-train.log" in failure


def test_the_command_refuses_a_pipeline_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "astrology"])
    assert RASA_DEFAULT in capsys.readouterr().err


def test_a_task_survives_its_file(tmp_path: Path) -> None:
    task = Task("train", NGRAMS, "a", "b", "c", "d", 3, None)
    task.write(tmp_path / "task.json")
    assert Task.read(tmp_path / "task.json") == task


def test_a_perfect_ranking_has_perfect_figures() -> None:
    known = {case.text: f"ask/{case.topics[0]}" for case in cases.questions()}

    def rank(text: str) -> Sequence[tuple[str, float]]:
        label = known.get(text)
        return [(label, 0.9), ("out_of_scope", 0.1)] if label else [("out_of_scope", 0.8), ("ask/contact", 0.2)]

    found: dict[str, Any] = figures(rank)
    assert (found["first"], found["among_first_3"], found["outside_auc"], found["outside_no_topic"]) == (1, 1, 1, 1)
    assert found["typing_errors"] < 1
    assert found["questions"] >= 500


def test_an_empty_ranking_is_no_topic() -> None:
    found = figures(lambda text: [], limit=5)
    assert (found["first"], found["outside_no_topic"], found["outside_auc"]) == (0, 1, 0.5)


def test_labels_that_are_no_topic_do_not_make_a_message_one_in_scope() -> None:
    assert likeliest_topic([("danger", 0.9), ("ask/contact", 0.06), ("ask/payment", 0.04)]) == 0.06
    assert likeliest_topic([("greet", 1.0)]) == 0.0


def test_auc_and_sign_test_of_known_numbers() -> None:
    assert auc([0.9, 0.5], [0.5, 0.1]) == 0.875
    assert sign_test(5, 5) == 1
    assert sign_test(0, 10) == pytest.approx(2 / 1024)
    assert sign_test(0, 0) == 1


def test_without_its_environment_a_pipeline_of_rasas_own_says_what_makes_it(
    training: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "ROOT", tmp_path)
    failures = Run(training, tmp_path, epochs=2).measure([named(RASA_DEFAULT)], Terminal())
    assert [stock.MAKE in failure for failure in failures] == [True]


@pytest.mark.slow
def test_rasa_is_trained_and_asked_through_rasa_itself(training: TrainingSet, tmp_path: Path) -> None:
    try:
        stock.stock_python()
    except stock.NoStockError as error:
        pytest.skip(str(error))
    run = Run(training, tmp_path, epochs=2, limit=LIMIT)
    assert run.measure([named(RASA_DEFAULT), named(RASA_LOGISTIC)], Terminal()) == []
    results = run.results()
    assert results[RASA_DEFAULT]["title"].endswith("2 epochs")
    assert results[RASA_DEFAULT]["memory_mb"] > results["bare_rasa"]["memory_mb"] > 100
    for name in (RASA_DEFAULT, RASA_LOGISTIC):
        assert results[name]["among_first_3"] > 0 or results[name]["first"] == 0
        assert 0 < results[name]["outside_auc"] <= 1
