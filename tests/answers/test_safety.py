"""Which numbers for danger may be shown."""

import datetime

from bot.answers.safety import safety_numbers
from bot.standards.model import Content


def test_a_region_s_number_is_shown_only_there(content: Content, today: datetime.date) -> None:
    shown = safety_numbers(content, "thisted", today)
    assert all(not number.regions or "nordjylland" in number.regions for number in shown)
    assert any(number.regions for number in shown)


def test_without_a_municipality_only_numbers_for_the_whole_country_are_shown(
    content: Content, today: datetime.date
) -> None:
    assert not [number for number in safety_numbers(content, None, today) if number.regions]


def test_a_number_past_its_recheck_day_is_left_out(content: Content, today: datetime.date) -> None:
    dated = [number for number in content.safety.values() if number.recheck_by is not None]
    assert dated
    later = max(number.recheck_by for number in dated if number.recheck_by)
    for slug in content.municipalities:
        assert not [number for number in safety_numbers(content, slug, later) if number in dated]


def test_the_number_for_danger_to_life_is_always_there(content: Content) -> None:
    far = datetime.date(2099, 1, 1)
    assert "life" in {number.use for number in safety_numbers(content, None, far)}
