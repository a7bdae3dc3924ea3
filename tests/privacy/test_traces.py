from bot.privacy.traces import where

SECRET = "hvad et menneske skrev"


def failing(text: str) -> None:
    raise ValueError(f"cannot read {text}")


def trace() -> str:
    try:
        failing(SECRET)
    except ValueError as error:
        return where(error)
    raise AssertionError("it did not fail")


def test_a_trace_names_the_type_of_the_exception() -> None:
    assert trace().startswith("ValueError")


def test_a_trace_names_the_function_that_failed() -> None:
    assert "in failing" in trace()


def test_a_trace_does_not_quote_the_message_of_the_exception() -> None:
    assert SECRET not in trace()
