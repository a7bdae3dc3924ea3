"""The training that is timed begins with nothing."""

from pathlib import Path

from benchmark.training import environment
from bot.settings import Settings


def test_a_timed_training_finds_nothing_that_an_earlier_one_kept(tmp_path: Path) -> None:
    settings = Settings.from_env()
    scratch = tmp_path / "scratch"
    given = environment(settings, scratch)
    assert not [name for name, value in given.items() if Path(value).is_relative_to(settings.var_dir)]
    assert Path(given["VEJVISER_VAR"]).is_relative_to(scratch)
