"""However a file is broken, the check answers with lines and never with a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.standards.check import check_content
from bot.standards.findings import Finding
from tests.standards.spoil import CONTENT

FILES = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.yml"))
JUNK = st.sampled_from(
    ["", "[]", "null", "- x", "? [a]: b", "&a [*a]", "x: {", "\t", "1: 2", "!!python/name:x", "true"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(FILES), at=st.floats(min_value=0, max_value=1), junk=JUNK, keep_rest=st.booleans())
def test_a_file_broken_anywhere_is_answered_with_lines(
    tmp_path: Path, file: str, at: float, junk: str, keep_rest: bool
) -> None:
    room = tmp_path / "content"
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(CONTENT, room)
    lines = (room / file).read_text(encoding="utf-8").splitlines()
    cut = int(at * len(lines))
    rest = lines[cut + 1 :] if keep_rest else []
    (room / file).write_text("\n".join([*lines[:cut], junk, *rest]), encoding="utf-8")
    assert [line for line in check_content(room) if not line.startswith("content/")] == []


@pytest.mark.parametrize("field", ["", "topics.purpose"])
def test_a_finding_is_one_line_with_file_line_and_text(field: str) -> None:
    shown = str(Finding("content/topics.yml", 3, field, "noget mangler"))
    assert shown == f"content/topics.yml:3:{f' {field}:' if field else ''} noget mangler"
