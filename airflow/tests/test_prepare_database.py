from __future__ import annotations

from types import SimpleNamespace

import prepare_database
import pytest


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Airflow's commands: what was run, and the users that there are."""
    state = SimpleNamespace(run=[], users={}, addresses=set())

    def run(arguments: SimpleNamespace) -> None:
        words = arguments.words
        state.run.append(" ".join(words[:2]))
        if words[0] == "users":
            user, password = (words[words.index(option) + 1] for option in ("--username", "--password"))
            if words[1] == "create" and user in state.users:
                print(f"{user} already exist in the db")
            elif words[1] == "create":
                address = words[words.index("--email") + 1]
                assert address not in state.addresses, "Airflow refuses a second user with it"
                state.addresses.add(address)
                state.users[user] = password
            else:
                state.users[user] = password

    parser = SimpleNamespace(parse_args=lambda words: SimpleNamespace(words=words, func=run))
    monkeypatch.setattr(prepare_database.cli_parser, "get_parser", lambda: parser)
    monkeypatch.setenv("AIRFLOW_ADMIN_USER", "ada")
    monkeypatch.setenv("AIRFLOW_ADMIN_PASSWORD", "secret")
    return state


def test_first_start_migrates_and_creates_the_user(commands: SimpleNamespace) -> None:
    prepare_database.main()

    assert commands.run == ["db migrate", "users create"]
    assert commands.users == {"ada": "secret"}


def test_later_start_gives_the_user_the_password_of_the_environment(commands: SimpleNamespace) -> None:
    commands.users["ada"] = "of last year"

    prepare_database.main()

    assert commands.run == ["db migrate", "users create", "users reset-password"]
    assert commands.users == {"ada": "secret"}


def test_another_user_is_one_more(monkeypatch: pytest.MonkeyPatch, commands: SimpleNamespace) -> None:
    prepare_database.main()
    for another in ("charles", "byron@example.com"):
        monkeypatch.setenv("AIRFLOW_ADMIN_USER", another)
        prepare_database.main()

    assert list(commands.users) == ["ada", "charles", "byron@example.com"]


@pytest.mark.usefixtures("commands")
@pytest.mark.parametrize(("password", "warned"), [("airflow", True), ("secret", False)])
def test_well_known_password_is_warned_of(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    password: str,
    warned: bool,
) -> None:
    monkeypatch.setenv("AIRFLOW_ADMIN_PASSWORD", password)

    prepare_database.main()

    assert ("WARNING" in capsys.readouterr().err) is warned
