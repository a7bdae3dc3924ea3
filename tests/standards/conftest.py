"""Content to try the check on: the project's own, copies of it to spoil, and the source documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.standards.check import find_sources
from bot.standards.loading import Loaded, read_content
from tests.standards.spoil import CONTENT


@pytest.fixture(scope="session")
def project_content() -> Loaded:
    """The project's content; only for reading."""
    return read_content(CONTENT)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project's content that a test may spoil."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture(scope="session")
def sources() -> Path:
    """The directory of the source documents."""
    found = find_sources(CONTENT.parent)
    if found is None:
        pytest.skip("the source documents are not at hand (set VEJVISER_SOURCES)")
    return found
