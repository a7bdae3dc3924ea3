import pytest

from bot.server.origins import Origins, OriginsError

TWO = "thisted=https://www.thisted.dk,https://thisted.dk koege=https://www.koege.dk"


def test_a_page_may_use_the_chat_of_its_own_municipality_alone() -> None:
    origins = Origins.read(TWO)
    assert origins.allowed("https://thisted.dk", "thisted")
    assert not origins.allowed("https://thisted.dk", "koege")
    assert not origins.allowed("https://thisted.dk", None)


@pytest.mark.parametrize("origin", ["", "null", "https://evil.dk", "http://thisted.dk", "https://thisted.dk.evil.dk"])
def test_other_pages_are_not_known(origin: str) -> None:
    assert not Origins.read(TWO).known(origin)


@pytest.mark.parametrize(
    ("listed", "origin"),
    [
        ("https://Www.Thisted.dk/", "https://www.thisted.dk"),
        ("https://thisted.dk:443", "https://thisted.dk"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_origins_are_read_as_browsers_write_them(listed: str, origin: str) -> None:
    assert Origins.read(f"thisted={listed}").known(origin)


@pytest.mark.parametrize(
    "text",
    ["thisted", "=https://a.dk", "thisted=a.dk", "thisted=https://a.dk/side", "thisted=*", "a=https://x:99999",
     "a=https://me@a.dk", "a=ftp://a.dk"],
)  # fmt: skip
def test_what_is_no_list_of_origins_is_refused(text: str) -> None:
    with pytest.raises(OriginsError):
        Origins.read(text)


def test_nothing_listed_means_no_other_page() -> None:
    assert not Origins.read("").known("https://thisted.dk")


def test_a_list_survives_being_written_and_read() -> None:
    assert Origins.read(str(Origins.read(TWO))) == Origins.read(TWO)
