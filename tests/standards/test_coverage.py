"""The table of topics and standards."""

from __future__ import annotations

from bot.standards.coverage import Cover, coverage, table
from bot.standards.loading import Loaded
from bot.standards.model import Content


def as_content(loaded: Loaded) -> Content:
    return loaded.content()


def test_every_topic_of_every_standard_has_a_cell(project_content: Loaded) -> None:
    found = coverage(as_content(project_content))
    assert len(found.cells) == len(project_content.topics) * len(project_content.standards)


def test_what_a_standard_states_is_shown_as_stated(project_content: Loaded) -> None:
    content = as_content(project_content)
    found = coverage(content)
    stated = {
        key: {topic for topic in found.topics if found.cells[topic, key] is Cover.STATED} for key in found.standards
    }
    assert stated == {key: set(versions[-1].topics.stated()) for key, versions in content.standards.items()}


def test_an_unverified_rule_covers_nothing(project_content: Loaded) -> None:
    content = as_content(project_content)
    doubted = {name: rule.copy(update={"verified": False}) for name, rule in content.law.items()}
    found = coverage(content.copy(update={"law": doubted}))
    assert Cover.LAW not in found.cells.values()


def test_a_rule_for_some_municipalities_covers_only_those(project_content: Loaded) -> None:
    content = as_content(project_content)
    silent = next(key for key, versions in content.standards.items() if versions[-1].silent("complaint"))
    rule = next(iter(content.law.values())).copy(
        update={"topics": ("complaint",), "municipalities": (silent[0],), "verified": True}
    )
    found = coverage(content.copy(update={"law": {"rule": rule}}))
    assert {key for (_, key), cover in found.cells.items() if cover is Cover.LAW} == {silent}


def test_the_table_has_a_row_for_each_topic_and_each_sum(project_content: Loaded) -> None:
    found = coverage(as_content(project_content))
    labels = [line.split()[0] for line in table(found).splitlines()[1:]]
    assert labels == [*found.topics, *(cover.value for cover in Cover)]


def test_the_columns_stand_under_their_municipality(project_content: Loaded) -> None:
    found = coverage(as_content(project_content))
    head, *rows = table(found).splitlines()
    slugs = [slug for slug, _ in found.standards]
    starts = [head.index(slug) for slug in slugs]
    cells = [[row[at : at + len(slug)].strip() for at, slug in zip(starts, slugs, strict=True)] for row in rows]
    assert cells[: len(found.topics)] == [
        [found.cells[topic, key].value for key in found.standards] for topic in found.topics
    ]
