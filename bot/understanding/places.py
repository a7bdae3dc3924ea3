"""The content of places.yml: typed, checked, and small enough to travel inside a trained model."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from pydantic import BaseModel, Extra, Field, ValidationError, root_validator, validator

FILE_NAME = "places.yml"
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*")
_POSTAL_CODE = re.compile(r"[1-9]\d{3}")


class PlacesError(ValueError):
    """places.yml cannot be used; the message names file, field and what was expected."""


class Municipality(BaseModel):
    """One of the 98 municipalities: the name it goes by and other names that usually mean it."""

    name: str = Field(min_length=2)
    aliases: tuple[str, ...] = ()

    class Config:
        """Unknown keys are mistakes."""

        extra = Extra.forbid
        frozen = True


class CoveredArea(BaseModel):
    """The postal codes and places that lie in a municipality with standards."""

    postal_codes: tuple[str, ...]
    places: tuple[str, ...]

    class Config:
        """Unknown keys are mistakes."""

        extra = Extra.forbid
        frozen = True

    @validator("postal_codes", each_item=True)
    def _four_digits(cls, code: str) -> str:
        if not _POSTAL_CODE.fullmatch(code):
            raise ValueError(f"{code!r} is not a postal code of four digits")
        return code


class Places(BaseModel):
    """Every place that the assistant knows by name."""

    municipalities: dict[str, Municipality]
    covered: dict[str, CoveredArea]
    needs_preposition: tuple[str, ...] = ()
    needs_capital: tuple[str, ...] = ()

    class Config:
        """Unknown keys are mistakes."""

        extra = Extra.forbid
        frozen = True

    @validator("municipalities")
    def _slugs(cls, municipalities: dict[str, Municipality]) -> dict[str, Municipality]:
        for slug in municipalities:
            if not _SLUG.fullmatch(slug):
                raise ValueError(f"{slug!r} is not a slug of small letters a-z and hyphens")
        return municipalities

    @root_validator(skip_on_failure=True)
    def _one_meaning_each(cls, values: dict) -> dict:
        municipalities: dict[str, Municipality] = values["municipalities"]
        seen: dict[str, str] = {}
        for slug, area in values["covered"].items():
            if slug not in municipalities:
                raise ValueError(f"covered: {slug!r} is none of the municipalities")
            for name in (*area.postal_codes, *area.places):
                if seen.setdefault(name.lower(), slug) != slug:
                    raise ValueError(f"covered: {name!r} stands under {seen[name.lower()]} and {slug}")
        for slug, municipality in municipalities.items():
            for name in (municipality.name, *municipality.aliases):
                if seen.setdefault(name.lower(), slug) != slug:
                    raise ValueError(f"{name!r} stands under {seen[name.lower()]} and {slug}")
        return values

    def names(self) -> list[tuple[str, str]]:
        """Every name with the slug of its municipality; postal codes are no names."""
        pairs = [
            (name, slug)
            for slug, municipality in self.municipalities.items()
            for name in (municipality.name, *municipality.aliases)
        ]
        return pairs + [(name, slug) for slug, area in self.covered.items() for name in area.places]

    def postal_codes(self) -> dict[str, str]:
        """The postal codes of the covered municipalities with their slugs."""
        return {code: slug for slug, area in self.covered.items() for code in area.postal_codes}


def load_places(content_dir: Path) -> Places:
    """Read `content_dir`/places.yml. Raises PlacesError with one line for each mistake."""
    path = content_dir / FILE_NAME
    try:
        return Places.parse_obj(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise PlacesError(f"{path}: cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise PlacesError(f"{path}: is not YAML ({error})") from error
    except ValidationError as error:
        lines = [f"{path}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise PlacesError("\n".join(lines)) from error
