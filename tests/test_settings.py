from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError


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
        rasa_port=7007,
        actions="http",
        var_dir=tmp_path / "v",
        content_dir=tmp_path / "c",
        models_dir=tmp_path / "m",
        max_message_chars=500,
        answer_seconds=9,
    )
    assert Settings.from_env(settings.as_env()) == settings


def test_nobody_else_can_read_the_folder_of_the_conversations(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var")
    settings.make_folders()
    assert settings.var_dir.stat().st_mode & 0o077 == 0
