from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

SECRET = "a secret of more than thirty-two characters"
WEBHOOK = {
    "VEJVISER_HANDOVER": "webhook",
    "VEJVISER_WEBHOOK_URL": "https://sager.example.dk/vejviser?key=k123",
    "VEJVISER_WEBHOOK_SECRET": SECRET,
}


def test_without_any_variable_everything_listens_on_loopback() -> None:
    assert Settings.from_env({}).host == "127.0.0.1"


@pytest.mark.parametrize(
    ("env", "enabled"),
    [
        ({}, True),
        ({"VEJVISER_ENV": "development"}, True),
        ({"VEJVISER_ENV": "production"}, False),
        ({"VEJVISER_ENV": "production", "VEJVISER_REST": "on"}, True),
        ({"VEJVISER_REST": "off"}, False),
    ],
)
def test_rest_is_on_in_development_and_off_in_production_unless_it_is_set(env: dict[str, str], enabled: bool) -> None:
    assert Settings.from_env(env).rest_enabled is enabled


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "50.5"),
        ("VEJVISER_RASA_PORT", "x"),
        ("VEJVISER_ENV", "test"),
        ("VEJVISER_REST", "maybe"),
        ("VEJVISER_ACTIONS", "grpc"),
        ("VEJVISER_MAX_CHARS", "3"),
        ("VEJVISER_ANSWER_SECONDS", "0"),
        ("VEJVISER_IDLE_SECONDS", "5"),
        ("VEJVISER_KEPT_DAYS", "0"),
        ("VEJVISER_MESSAGES_PER_MINUTE", "0"),
        ("VEJVISER_PROXIES", "-1"),
        ("VEJVISER_HANDOVER", "fax"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_env({name: value})
    message = str(error.value)
    assert name in message
    assert value in message
    assert "\n" not in message


def test_a_file_where_a_folder_belongs_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "var"
    file.touch()
    with pytest.raises(SettingsError, match="VEJVISER_VAR"):
        Settings.from_env({"VEJVISER_VAR": str(file)})


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_env({"PORT": "", "HOST": " "}) == Settings()


def test_a_child_process_reads_the_very_same_settings(tmp_path: Path) -> None:
    settings = Settings(
        host="::1",
        port=6006,
        environment="production",
        rest_enabled=False,
        rasa_enabled=False,
        rasa_port=7007,
        actions="http",
        var_dir=tmp_path / "v",
        content_dir=tmp_path / "c",
        models_dir=tmp_path / "m",
        max_message_chars=500,
        answer_seconds=9,
        handover="webhook",
        webhook_url="https://sager.example.dk/vejviser",
        webhook_secret=SECRET,
    )
    assert Settings.from_env(settings.as_env()) == settings


def test_people_work_at_the_desk_unless_it_is_set() -> None:
    assert Settings.from_env({}).handover == "desk"


@pytest.mark.parametrize("missing", ["VEJVISER_WEBHOOK_URL", "VEJVISER_WEBHOOK_SECRET"])
def test_a_webhook_needs_an_address_and_a_secret(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        Settings.from_env({**WEBHOOK, missing: ""})


@pytest.mark.parametrize(
    "url",
    [
        "sager.example.dk",
        "ftp://sager.example.dk",
        "https://",
        "https:///vejviser",
        "https://sager.example.dk:port",
        "https://sager.example.dk:0",
        "https://sager.example.dk:70000",
        "https://[::1",
        "https://sager.exam ple.dk",
        "https://sager.example.dk/\x07",
        "https://user:word@sager.example.dk",
        "https://@sager.example.dk",
    ],
)
def test_an_address_that_is_none_of_the_web_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(SettingsError, match="VEJVISER_WEBHOOK_URL") as error:
        Settings.from_env({**WEBHOOK, "VEJVISER_WEBHOOK_URL": url})
    assert url not in str(error.value)
    assert "word" not in str(error.value).replace("password", "")


@pytest.mark.parametrize(
    ("environment", "url", "accepted"),
    [
        ("production", "https://sager.example.dk", True),
        ("production", "http://sager.example.dk", False),
        ("production", "http://127.0.0.1.example.dk", False),
        ("production", "http://10.0.0.1", False),
        ("production", "http://localhost:8080/x", True),
        ("production", "http://127.0.0.2:8080", True),
        ("production", "http://[::1]:8080", True),
        ("production", "HTTPS://sager.example.dk", True),
        ("development", "http://sager.example.dk", True),
    ],
)
def test_in_production_requests_leave_the_machine_encrypted(environment: str, url: str, accepted: bool) -> None:
    env = {**WEBHOOK, "VEJVISER_ENV": environment, "VEJVISER_WEBHOOK_URL": url}
    if accepted:
        assert Settings.from_env(env).webhook_url == url
    else:
        with pytest.raises(SettingsError, match="https"):
            Settings.from_env(env)


def test_a_short_secret_is_refused_without_being_shown() -> None:
    with pytest.raises(SettingsError, match="VEJVISER_WEBHOOK_SECRET") as error:
        Settings.from_env({**WEBHOOK, "VEJVISER_WEBHOOK_SECRET": SECRET[:31]})
    assert SECRET[:31] not in str(error.value)


def test_neither_the_secret_nor_a_key_in_the_address_is_in_the_text_of_the_settings() -> None:
    settings = Settings.from_env(WEBHOOK)
    for text in (repr(settings), str(settings)):
        assert SECRET not in text
        assert "k123" not in text


def test_nobody_else_can_read_the_folder_of_the_conversations(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var")
    settings.make_folders()
    assert settings.var_dir.stat().st_mode & 0o077 == 0
