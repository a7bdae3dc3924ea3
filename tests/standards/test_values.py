"""The typed values: what they read, what they refuse, what they mean."""

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.standards.errors import DurationError, EmailError, PhoneError, PhoneTextError
from bot.standards.values import AgeLimit, Condition, Duration, Email, Phone, Unit

EXAMPLE = str(getattr(phonenumbers.example_number("DK"), "national_number", ""))
ages = st.integers(min_value=0, max_value=120)


@given(st.integers(min_value=1, max_value=10_000), st.sampled_from(Unit), st.booleans())
def test_a_duration_is_a_number_and_a_unit(count: int, unit: Unit, plural: bool) -> None:
    written = f"{count} {unit.value}{'s' if plural else ''}"
    assert Duration.parse(written) == Duration(count=count, unit=unit)


@given(st.text(max_size=20))
def test_anything_else_is_no_duration(text: str) -> None:
    words = text.split(" ")
    assume(not (len(words) == 2 and words[0].isdigit() and words[1].rstrip("s") in {unit.value for unit in Unit}))
    with pytest.raises(DurationError):
        Duration.parse(text)


@pytest.mark.parametrize("value", [3, 2.5, None, ["3 weeks"], True])
def test_a_duration_is_written_as_text(value: object) -> None:
    with pytest.raises(DurationError):
        Duration.parse(value)


def test_a_duration_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError):
        Duration.parse("0 weeks")


@given(st.integers(min_value=1, max_value=50), st.integers(min_value=1, max_value=50), st.sampled_from(Unit))
def test_durations_of_one_unit_sort_by_their_count(one: int, other: int, unit: Unit) -> None:
    first, second = Duration(count=one, unit=unit), Duration(count=other, unit=unit)
    assert (first.days < second.days) == (one < other)


@given(st.lists(st.integers(min_value=1, max_value=7), max_size=5))
def test_a_phone_number_is_grouped_alike_however_it_was_written(cuts: list[int]) -> None:
    written = EXAMPLE
    for cut in sorted(set(cuts), reverse=True):
        written = f"{written[:cut]} {written[cut:]}"
    assert Phone.parse(written) == " ".join(EXAMPLE[i : i + 2] for i in range(0, 8, 2))


@given(st.from_regex(r"[0-9 ]{0,12}", fullmatch=True))
def test_a_phone_number_keeps_its_digits_or_is_refused(written: str) -> None:
    try:
        number = Phone.parse(written)
    except PhoneError:
        return
    assert number.replace(" ", "") == written.replace(" ", "")


@given(st.from_regex(r"1[0-9]{2,3}", fullmatch=True))
def test_a_short_public_number_is_dialled_as_it_is(number: str) -> None:
    assert Phone.parse(number).href == f"tel:{number}"


def test_a_phone_number_is_dialled_with_the_country_code() -> None:
    assert Phone.parse(EXAMPLE).href == f"tel:+45{EXAMPLE}"


def test_a_phone_number_without_quotes_is_refused() -> None:
    with pytest.raises(PhoneTextError):
        Phone.parse(int(EXAMPLE))


@pytest.mark.parametrize("address", ["", "navn", "navn@", "@sted.dk", "navn@sted", "to ord@sted.dk", 5])
def test_an_email_without_name_or_domain_is_refused(address: object) -> None:
    with pytest.raises(EmailError):
        Email.parse(address)


def test_an_email_is_kept_in_small_letters() -> None:
    assert Email.parse("Navn.Efternavn@Sted.dk") == "navn.efternavn@sted.dk"


def inside(limit: AgeLimit, age: int) -> bool:
    return limit.lowest <= age and (limit.highest is None or age <= limit.highest)


@given(ages, ages)
def test_at_least_holds_from_that_birthday_on(bound: int, age: int) -> None:
    assert inside(AgeLimit(at_least=bound), age) == (age >= bound)


@given(ages, ages)
def test_above_leaves_the_age_itself_out(bound: int, age: int) -> None:
    assert inside(AgeLimit(above=bound), age) == (age > bound)


@given(st.integers(min_value=1, max_value=120), ages)
def test_below_leaves_the_age_itself_out(bound: int, age: int) -> None:
    assert inside(AgeLimit(below=bound), age) == (age < bound)


@given(ages, ages)
def test_two_limits_must_leave_an_age_between_them(low: int, high: int) -> None:
    if low < high:
        assert inside(AgeLimit(at_least=low, below=high), low)
    else:
        with pytest.raises(ValidationError):
            AgeLimit(at_least=low, below=high)


@pytest.mark.parametrize("limits", [{}, {"at_least": 20, "above": 20}])
def test_an_age_limit_has_one_lower_or_one_upper_limit(limits: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        AgeLimit(**limits)


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"any": []},
        {"early_retirement_pension": True, "any": [{"age": {"below": 20}}]},
        {"any": [{}]},
    ],
)
def test_a_condition_names_circumstances_or_alternatives_but_not_both(condition: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Condition.parse_obj(condition)


def test_a_condition_can_be_one_of_several_alternatives() -> None:
    condition = Condition.parse_obj({"any": [{"age": {"at_least": 20}}, {"early_retirement_pension": True}]})
    assert [bool(item.age) for item in condition.any] == [True, False]
