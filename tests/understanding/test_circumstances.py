import pytest

from bot.understanding.circumstances import circumstances_said
from tests.understanding.conftest import YEAR, said


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("24", "24"),
        ("jeg er 24", "24"),
        ("Jeg er 24 år", "24"),
        ("min søn på 19", "19"),
        ("en mand på 24 år", "24"),
        ("er 24 og på kontanthjælp", "24"),
        ("min 19-årige datter", "19"),
        ("han er 19årig", "19"),
        ("jeg er fireogtyve", "24"),
        ("halvtreds år", "50"),
        ("alder: 24", "24"),
        ("fyldt 30", "30-"),
        ("hun er lige fyldt 30", "30-"),
        ("30 år eller mere", "30-"),
        ("30 år og derover", "30-"),
        ("mindst 30 år", "30-"),
        ("under 30", "0-29"),
        ("Under 30 år", "0-29"),
        ("jeg er ikke fyldt 30", "0-29"),
        ("yngre end 30", "0-29"),
        ("over 30", "31-"),
        ("ældre end 30 år", "31-"),
        ("mellem 18 og 30 år", "18-30"),
        ("18-24 år", "18-24"),
        ("jeg er 29 år og 11 måneder", "29"),
    ],
)
def test_an_age_is_an_interval_of_whole_years(text: str, age: str) -> None:
    assert said(text)["age"] == age


def test_beside_a_relatives_age_the_writers_own_does_not_count() -> None:
    assert said("Jeg er 55 og min søn er 24")["age"] == "24"


def test_two_ages_that_nothing_tells_apart_state_none() -> None:
    assert "age" not in said("han er 24 og hun er 31")


@pytest.mark.parametrize(
    "text",
    [
        "der gik 8 uger",
        "han er i trediverne",
        "i 30'erne",
        "9700",
        "§ 107",
        "under 1800 kr",
        "1800",
        "over 30 dage",
        "jeg har boet der i over 20 år",
        "inden for 2 år",
        "for 24 år siden",
        "der er 24 pladser",
        "vi er nr. 24 i køen",
        "kl. 17",
    ],
)
def test_other_numbers_are_no_ages(text: str) -> None:
    assert "age" not in said(text)


@pytest.mark.parametrize(
    ("text", "pension"),
    [
        ("Jeg får førtidspension", True),
        ("jeg er på førtidspension", True),
        ("min bror er førtidspensionist", True),
        ("tilkendt førtidspension", True),
        ("førtidspension", True),
        ("ja, førtidspention", True),
        ("han har fortidspension", True),
        ("på førtids pension", True),
        ("hun er på førtid", True),
        ("jeg er 24 men får førtidspension", True),
        ("uden førtidspension", False),
        ("Under 30 år, uden førtidspension", False),
        ("ikke tilkendt førtidspension", False),
        ("jeg får ikke førtidspention", False),
        ("nej jeg har ikke førtidspension", False),
        ("førtidspension har jeg ikke", False),
    ],
)
def test_early_retirement_pension_is_heard(text: str, pension: bool) -> None:
    assert said(text)["early_retirement_pension"] is pension


@pytest.mark.parametrize(
    "text",
    [
        "jeg får folkepension",
        "jeg er pensionist",
        "seniorpension",
        "tidlig pension",
        "jeg har søgt om førtidspension",
        "vi venter på førtidspension",
        "fået afslag på førtidspension",
        "kan jeg få førtidspension",
        "hvad er førtidspension?",
        "nej",
    ],
)
def test_other_pensions_applications_and_questions_say_nothing(text: str) -> None:
    assert "early_retirement_pension" not in said(text)


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("jeg beholder min lejlighed", True),
        ("han har stadig sit hus", True),
        ("når hun bevarer sin egen bolig", True),
        ("jeg har opsagt min lejlighed", False),
        ("jeg har ikke egen bolig", False),
        ("hun er hjemløs", False),
    ],
)
def test_keeping_an_own_home_is_heard(text: str, keeps: bool) -> None:
    assert said(text)["keeps_own_home"] is keeps


def test_asking_whether_a_home_can_be_kept_says_nothing() -> None:
    assert "keeps_own_home" not in said("kan jeg beholde min lejlighed?")


@pytest.mark.parametrize("text", ["jeg har ingen indtægt", "han er uden indkomst", "hun har ikke nogen indtægt"])
def test_having_no_income_is_heard(text: str) -> None:
    assert said(text)["has_income"] is False


def test_what_is_said_stands_in_the_text_where_it_says() -> None:
    text = "Hej! Min søn på 19 får førtidspension."
    assert [text[one.start : one.end] for one in circumstances_said(text, YEAR)] == [
        "Min søn på 19",
        "førtidspension",
    ]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("jeg har opsagt lejligheden, ups nej, jeg beholder den", "keeps_own_home", True),
        ("hun beholder huset ... nej, det er solgt i marts", "keeps_own_home", False),
        ("Borgeren har ingen indtægt. Rettelse: hun får dagpenge.", "has_income", True),
        ("han er på dagpenge, hov undskyld, de er stoppet, han har ingen indtægt", "has_income", False),
        (
            "Min bror er på førtidspension. Det passer ikke, han har ikke førtidspension.",
            "early_retirement_pension",
            False,
        ),
        ("jeg har ikke førtidspension, jo forresten det har jeg", "early_retirement_pension", True),
        ("han er ikke på førtidspension, eller jo, det er han", "early_retirement_pension", True),
        ("glem det med førtidspensionen, min far har ikke førtidspension", "early_retirement_pension", False),
        ('han får løn, så "ingen indtægt" er forkert', "has_income", True),
    ],
)
def test_what_is_put_right_later_in_the_message_counts(text: str, name: str, value: bool) -> None:
    assert said(text)[name] is value


def test_a_no_that_corrects_nothing_leaves_what_was_said_first() -> None:
    assert said("nej, jeg har ikke førtidspension. hvad koster det med førtidspension?") == {
        "early_retirement_pension": False
    }
