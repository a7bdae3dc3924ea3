"""The documents speak of what is there."""

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT, Settings
from bot.standards.topics import Topics

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTENT_GUIDE = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ROOMS = ("bot", "actions", "content", "data", "tests", "docs", "scripts", "deploy", "web", "evaluation")
# Made at run time, so not in a fresh checkout.
MADE = ("var", "models", ".venv")


def paths(text: str) -> set[str]:
    found = re.findall(r"`([\w./-]+)`", text)
    return {path.rstrip("/") for path in found if path.split("/")[0] in ROOMS and "/" in path}


@pytest.mark.parametrize("document", [ARCHITECTURE, README], ids=["architecture", "readme"])
def test_every_path_that_is_named_exists(document: str) -> None:
    named = paths(document)
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_package_is_described() -> None:
    packages = {f"bot/{init.parent.name}" for init in (ROOT / "bot").glob("*/__init__.py")}
    assert packages <= paths(ARCHITECTURE)


def test_every_module_of_a_package_is_named() -> None:
    modules = {path.stem for path in (ROOT / "bot").glob("*/*.py") if not path.stem.startswith("__")}
    words = set(re.findall(r"\w+", ARCHITECTURE))
    assert sorted(modules - words) == []


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) - {"sure"} <= targets


def test_the_readme_lists_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", README, re.MULTILINE))
    settings = Settings()
    assert set(settings.as_env()) <= set(rows)
    for name, default in [("PORT", settings.port), ("HOST", settings.host), ("VEJVISER_MAX_CHARS", 1000)]:
        assert f"`{default}`" == rows[name].strip()


def test_the_editors_guide_names_no_topic_that_does_not_exist() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", CONTENT_GUIDE, re.DOTALL)
    assert blocks
    for block in blocks:
        data = yaml.safe_load(block)
        topics = data.get("topics", {}) if isinstance(data, dict) else {}
        assert set(topics) <= set(Topics.__fields__)


def test_no_document_speaks_of_one_machine() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        assert not re.search(r"(?<![\w.])/(?:root|home|work|tmp)/", Path(path).read_text(encoding="utf-8")), path
