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
        ("VEJVISER_RASA_PORT", "7001,7002"),
        ("VEJVISER_PROCESSES", "0"),
        ("VEJVISER_PROCESSES", "17"),
        ("VEJVISER_PROCESSES", "2"),
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
        rasa_ports=(7007, 7009),
        processes=2,
        database="postgresql://vejviser@db.example.dk/vejviser",
        redis="redis://:hemmelig@redis.example.dk:6379/1",
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


SEVERAL = {
    "VEJVISER_PROCESSES": "3",
    "VEJVISER_DATABASE": "postgresql://vejviser@127.0.0.1/vejviser",
    "VEJVISER_REDIS": "redis://:hemmelig@127.0.0.1:6379/0",
}


@pytest.mark.parametrize(
    ("missing", "value"),
    [
        ("VEJVISER_DATABASE", ""),
        ("VEJVISER_DATABASE", "sqlite:////srv/log.sqlite"),
        ("VEJVISER_REDIS", ""),
        ("VEJVISER_REDIS", "http://hemmelig@127.0.0.1"),
    ],
)
def test_several_processes_need_a_database_and_a_redis_that_they_can_share(missing: str, value: str) -> None:
    assert Settings.from_env(SEVERAL).processes == 3
    with pytest.raises(SettingsError, match=missing) as error:
        Settings.from_env({**SEVERAL, missing: value})
    assert "\n" not in str(error.value)
    assert "hemmelig" not in str(error.value)


@pytest.mark.parametrize(
    ("given", "ports"),
    [
        ("", ()),
        ("0", ()),
        ("7001", (7001, 7002, 7003)),
        ("7001, 7005,7003", (7001, 7005, 7003)),
    ],
)
def test_the_ports_of_several_rasas_are_listed_or_follow_the_first_one(given: str, ports: tuple[int, ...]) -> None:
    assert Settings.from_env({**SEVERAL, "VEJVISER_RASA_PORT": given}).rasa_ports == ports


@pytest.mark.parametrize("given", ["7001,7002", "7001,7002,7002", "7001,7002,0", "65534"])
def test_ports_that_are_too_few_or_none_are_named(given: str) -> None:
    with pytest.raises(SettingsError, match=given):
        Settings.from_env({**SEVERAL, "VEJVISER_RASA_PORT": given})


@pytest.mark.parametrize("processes", range(1, 17))
def test_however_many_processes_there_are_postgresql_lets_all_of_them_in(processes: int) -> None:
    settings = Settings(processes=processes)
    lines_of_rasa, lines_of_notices, allowed = 2, 2, 97
    assert settings.connections >= 2
    assert processes * (settings.connections + lines_of_notices + lines_of_rasa) <= allowed


def test_a_service_is_called_the_same_after_every_start_and_unlike_its_neighbours() -> None:
    one, again, other = (Settings(processes=2, process_slot=slot).service_name for slot in (0, 0, 1))
    assert one == again != other


def test_the_password_of_redis_is_in_no_text_of_the_settings() -> None:
    assert "hemmelig" not in repr(Settings(redis=SEVERAL["VEJVISER_REDIS"]))


def test_each_service_of_several_is_told_its_own_place() -> None:
    own = Settings.from_env({**SEVERAL, "VEJVISER_PROCESS_SLOT": "1", "VEJVISER_LISTEN_FDS": "5,4"})
    assert (own.process_slot, own.listen_fds) == (1, (5, 4))
