"""What the service knows of the content, and that it starts where the content is broken."""

import shutil
from pathlib import Path

import pytest

from bot.server.catalogue import Catalogue
from bot.settings import Settings


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """A copy of the content to spoil."""
    return Path(shutil.copytree(Settings().content_dir, tmp_path / "content"))


def test_the_municipalities_stand_in_the_order_of_their_names(content_dir: Path) -> None:
    known = Catalogue.read(content_dir)
    assert list(known.municipalities.values()) == sorted(known.municipalities.values())
    assert set(known.municipalities) == set(known.known)


@pytest.mark.parametrize("file", ["topics.yml", "places.yml"])
def test_a_service_with_a_broken_file_of_content_knows_nothing_and_still_starts(content_dir: Path, file: str) -> None:
    (content_dir / file).write_text("nonsense: [", encoding="utf-8")
    assert Catalogue.read(content_dir) == Catalogue()


def test_a_service_without_content_knows_nothing_and_still_starts(tmp_path: Path) -> None:
    assert Catalogue.read(tmp_path / "nowhere") == Catalogue()
