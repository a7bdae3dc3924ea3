from pathlib import Path

import pytest

from bot.server.apology import Apology
from bot.settings import Settings
from bot.standards.loading import load_content
from bot.standards.model import Content


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(Settings().content_dir)


@pytest.fixture(scope="module")
def apology() -> Apology:
    content_dir = Settings().content_dir
    return Apology(load_content(content_dir), content_dir)


def all_hrefs(message: dict) -> set[str]:
    return {link["href"] for link in message["custom"].get("links", ())}


def hrefs(message: dict) -> set[str]:
    """The links of municipalities: without the public numbers that everybody gets."""
    public = {number.phone.href for number in load_content(Settings().content_dir).safety.values()}
    return all_hrefs(message) - public


SLUGS = sorted(path.name for path in (Settings().content_dir / "municipalities").iterdir())


@pytest.mark.parametrize("slug", SLUGS)
def test_each_municipality_has_its_own_number_and_nobody_elses(apology: Apology, slug: str) -> None:
    own = hrefs(apology("", slug))
    others = set().union(*(hrefs(apology("", other)) for other in SLUGS if other != slug))
    assert own
    assert own.isdisjoint(others)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_municipality_named_in_the_text_goes_before_the_remembered_one(
    apology: Apology, content: Content, slug: str
) -> None:
    other = next(item for item in SLUGS if item != slug)
    message = apology(f"Hvem ringer jeg til i {content.municipalities[slug].name}?", other)
    assert hrefs(message) == hrefs(apology("", slug))


def test_an_unknown_municipality_gets_the_number_of_each(apology: Apology, content: Content) -> None:
    message = apology("Hvor længe venter jeg?", None)
    assert all(item.name in message["text"] for item in content.municipalities.values())


def test_a_municipality_that_is_not_covered_never_gets_the_number_of_another(apology: Apology) -> None:
    message = apology("Hvem ringer jeg til i Aarhus?", "thisted")
    assert message["text"]
    assert not hrefs(message)


@pytest.mark.parametrize("slug", [None, "thisted", "aarhus"])
def test_the_number_for_danger_to_life_is_always_given(apology: Apology, content: Content, slug: str | None) -> None:
    emergency = next(number.phone for number in content.safety.values() if number.use == "life")
    message = apology("", slug)
    assert emergency in message["text"]
    assert emergency.href in all_hrefs(message)


def test_without_content_there_is_still_an_apology(tmp_path: Path) -> None:
    message = Apology(None, tmp_path)("Hvor længe venter jeg?", "thisted")
    assert message["text"]
    assert message["custom"]["type"] == "apology"
