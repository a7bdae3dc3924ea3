from pathlib import Path

import pytest

from bot.understanding.places import Places, PlacesError, load_places

SMALL = """
municipalities:
  thisted: {name: Thisted}
  koege: {name: Køge}
covered:
  thisted: {postal_codes: ["7700"], places: [Hanstholm]}
"""


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "places.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_all_98_municipalities_are_known(places: Places) -> None:
    assert len(places.municipalities) == 98


def test_five_municipalities_are_covered(places: Places) -> None:
    assert set(places.covered) == {"thisted", "hjoerring", "broenderslev", "frederikssund", "koege"}


@pytest.mark.parametrize(
    ("mistake", "instead", "message"),
    [
        ('"7700"', '"77000"', "covered.thisted.postal_codes.0: '77000' is not a postal code of four digits"),
        ("Hanstholm", "Køge", "'Køge' stands under thisted and koege"),
        ("  thisted: {postal", "  aarhus: {postal", "'aarhus' is none of the municipalities"),
        (
            "{name: Thisted}",
            "{name: Thisted, mayor: Ib}",
            "municipalities.thisted.mayor: extra fields not permitted",
        ),
        ("  koege:", "  Køge:", "'Køge' is not a slug"),
    ],
)
def test_a_mistake_is_named_with_file_and_field(tmp_path: Path, mistake: str, instead: str, message: str) -> None:
    folder = written(tmp_path, SMALL.replace(mistake, instead, 1))
    with pytest.raises(PlacesError) as caught:
        load_places(folder)
    assert message in str(caught.value)
    assert "places.yml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlacesError, match=r"places\.yml: cannot be read"):
        load_places(tmp_path)


def test_broken_yaml_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlacesError, match="is not YAML"):
        load_places(written(tmp_path, "municipalities: ["))
