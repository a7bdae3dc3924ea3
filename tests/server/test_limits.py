import pytest

from bot.server.limits import Limit


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_goes_through_and_then_no_more() -> None:
    limit = Limit(per_minute=6, burst=3, clock=Clock())
    assert [limit.take("a") for _ in range(4)] == [0, 0, 0, 10]


def test_waiting_as_long_as_said_helps() -> None:
    clock = Clock()
    limit = Limit(per_minute=6, burst=1, clock=clock)
    limit.take("a")
    clock.seconds += limit.take("a")
    assert limit.take("a") == 0


def test_refused_requests_do_not_lengthen_the_wait() -> None:
    limit = Limit(per_minute=6, burst=1, clock=Clock())
    limit.take("a")
    assert {limit.take("a") for _ in range(100)} == {10}


def test_each_name_has_its_own_bucket() -> None:
    limit = Limit(per_minute=1, burst=1, clock=Clock())
    assert (limit.take("a"), limit.take("b")) == (0, 0)


@pytest.mark.parametrize("seconds", [60, 3600, 1e9])
def test_a_bucket_never_holds_more_than_the_burst(seconds: float) -> None:
    clock = Clock()
    limit = Limit(per_minute=60, burst=2, clock=clock)
    limit.take("a")
    clock.seconds += seconds
    assert [limit.take("a") for _ in range(3)] == [0, 0, 1]
