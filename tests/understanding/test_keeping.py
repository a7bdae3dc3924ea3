from pathlib import Path

import pytest

from bot.understanding.keeping import keep


def test_a_file_takes_the_place_of_the_older_ones(tmp_path: Path) -> None:
    assert keep(tmp_path / "thing-1", b"old", "thing-*")
    assert keep(tmp_path / "thing-2", b"new", "thing-*")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"thing-2": b"new"}


def test_files_of_other_names_stay(tmp_path: Path) -> None:
    keep(tmp_path / "other-1", b"", "other-*")
    keep(tmp_path / "thing-1", b"", "thing-*")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other-1", "thing-1"]


def test_a_full_disk_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_a_part(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:2])
        raise OSError(28, "No space left on device")

    keep(tmp_path / "thing-1", b"old", "thing-*")
    monkeypatch.setattr(Path, "write_bytes", write_a_part)
    assert not keep(tmp_path / "thing-2", b"newer", "thing-*")
    assert [path.name for path in tmp_path.iterdir()] == ["thing-1"]


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not keep(tmp_path / "file" / "thing-1", b"", "thing-*")
