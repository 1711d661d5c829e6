"""`amends init` and `doctor`, and what every command says about a broken set-up."""

from __future__ import annotations

import os
import sqlite3
import stat
import tomllib

import pytest

from tests.amends.shell import CONFIG, MAIL, Shell

GITHUB = """\
[[target]]
name = "platform"
provider = "github"
repository = "acme/platform"
base_url = "http://127.0.0.1:1"
token_env = "SOME_TOKEN"
"""
QUICK = "[sync]\nrequest_timeout_seconds = 2\n"
COMMANDS = ["items", "incidents", "ingest", "report", "conflicts", "sync", "doctor", "worker"]


def test_init_makes_what_is_needed(shell: Shell) -> None:
    """A commented configuration that can be read, a database, a secret for its owner only."""
    answer = shell.run("init")
    secret = shell.folder / "amends.secret"

    assert (answer.status, answer.err) == (0, "")
    assert tomllib.loads((shell.folder / "amends.toml").read_text(encoding="utf-8"))["source"]
    assert "# [[target]]" in (shell.folder / "amends.toml").read_text(encoding="utf-8")
    assert (shell.folder / "amends.db").exists()
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_init_leaves_an_existing_configuration_alone(shell: Shell) -> None:
    """Byte for byte, and it uses it."""
    text = '# mine\n[database]\nurl = "sqlite:///other.db"\n'
    shell.write("amends.toml", text)
    answer = shell.quick("init")

    assert answer.status == 0
    assert (shell.folder / "amends.toml").read_text(encoding="utf-8") == text
    assert (shell.folder / "other.db").exists()
    assert not (shell.folder / "amends.db").exists()


def test_init_twice_changes_nothing(project: Shell) -> None:
    """Configuration, secret and items are those from before."""
    before = (project.folder / "amends.secret").read_bytes(), project.quick("items", "--json").out
    answer = project.quick("init")
    after = (project.folder / "amends.secret").read_bytes(), project.quick("items", "--json").out

    assert (answer.status, after) == (0, before)


def test_init_may_be_told_where(shell: Shell) -> None:
    """The database lies beside the configuration that was named."""
    (shell.folder / "conf").mkdir()
    answer = shell.quick("--config", "conf/team.toml", "init")

    assert answer.status == 0
    assert (shell.folder / "conf" / "team.toml").exists()
    assert (shell.folder / "conf" / "amends.db").exists()


def test_init_where_nothing_can_be_written_is_refused(shell: Shell) -> None:
    """The sentence names the file."""
    assert (
        "nowhere/amends.toml cannot be written"
        in shell.quick("--config", "nowhere/amends.toml", "init").refusal()
    )


def test_several_inits_at_once_agree(shell: Shell) -> None:
    """Nobody fails, and there is one secret."""
    started = [shell.start("init") for _ in range(3)]
    said = [process.communicate()[1] for process in started]

    assert said == ["", "", ""]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert sorted(path.name for path in shell.folder.glob("amends.[st]*")) == [
        "amends.secret",
        "amends.toml",
    ]


@pytest.mark.parametrize("command", [*COMMANDS, "init", "serve"])
@pytest.mark.parametrize("text", ["[report", '[report]\ntimezone = "Mars"\n'])
def test_a_broken_configuration_is_one_sentence(shell: Shell, command: str, text: str) -> None:
    """Whatever one asks for, the sentence names the file and makes nothing."""
    shell.write("amends.toml", text)

    assert "amends.toml" in shell.quick(command).refusal()
    assert [path.name for path in shell.folder.iterdir()] == ["amends.toml"]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+psycopg://alice:sesame@127.0.0.1:1/amends", "127.0.0.1:1/amends"),
        ("postgresql://alice@localhost:many/amends", "database"),
        ("mysql://localhost/amends", "mysql is not supported"),
        ("amends.db", "no"),
        ("sqlite:///nowhere/amends.db", "unable to open"),
        ("sqlite:///postmortems/a-search.md", "not a database"),
    ],
)
def test_an_unusable_database_is_one_sentence(project: Shell, url: str, sentence: str) -> None:
    """The sentence says which database and why, and no password."""
    refusal = project.quick("items", AMENDS_DATABASE_URL=url).refusal()

    assert sentence in refusal
    assert "sesame" not in refusal


def test_an_unreachable_server_is_one_sentence(project: Shell) -> None:
    """The same from a process of its own, with nothing in between."""
    url = "postgresql+psycopg://alice:sesame@127.0.0.1:1/amends"
    refusal = project.run("ingest", AMENDS_DATABASE_URL=url).refusal()

    assert "cannot be used" in refusal
    assert "sesame" not in refusal


def test_a_newer_database_is_one_sentence(project: Shell) -> None:
    """A database of a later version is left alone."""
    connection = sqlite3.connect(project.folder / "amends.db")
    connection.execute("UPDATE alembic_version SET version_num = 'later'")
    connection.commit()
    connection.close()

    assert "newer version of Amends" in project.quick("items").refusal()


def test_a_database_of_postgresql_is_used_alike(project: Shell, postgres_url: str) -> None:
    """The variable counts before the file; the same documents give the same items."""
    here = project.quick("items", "--json").json
    project.quick("ingest", AMENDS_DATABASE_URL=postgres_url)
    there = project.quick("items", "--json", AMENDS_DATABASE_URL=postgres_url).json

    assert [item["title"] for item in there] == [item["title"] for item in here]


def test_sync_without_targets_is_refused(project: Shell) -> None:
    """The sentence says what is missing."""
    assert "no [[target]]" in project.quick("sync").refusal()


def test_sync_with_a_target_that_is_not_there_is_refused(project: Shell) -> None:
    """A slip in `--target` does not pass for a sync."""
    project.write("amends.toml", CONFIG + GITHUB)
    refusal = project.quick("sync", "--target", "platfrom", SOME_TOKEN="t").refusal()

    assert "platfrom" in refusal


def test_sync_with_a_dead_tracker_fails_in_a_sentence(project: Shell) -> None:
    """Status 1; as JSON, the error stands with its target, and nothing was written."""
    project.write("amends.toml", CONFIG + QUICK + GITHUB)
    answer = project.quick("sync", "--json", SOME_TOKEN="sesame")
    target = answer.json["targets"][0]

    assert answer.status == 1
    assert (target["name"], target["created"]) == ("platform", 0)
    assert target["error"]
    assert "sesame" not in answer.out + answer.err


def test_a_database_of_another_installation_is_refused(project: Shell) -> None:
    """With another secret, everything would be filed a second time."""
    project.write("amends.toml", CONFIG + QUICK + GITHUB)
    project.quick("sync", SOME_TOKEN="t", AMENDS_SECRET="first")
    answer = project.quick("sync", SOME_TOKEN="t", AMENDS_SECRET="second")

    assert "another installation secret" in answer.refusal()


def test_a_missing_token_is_told(project: Shell) -> None:
    """The sentence names the target and the variable."""
    project.write("amends.toml", CONFIG + GITHUB)
    answer = project.quick("sync")

    assert answer.status in {1, 2}
    assert "SOME_TOKEN is not set" in answer.err


def test_the_doctor_examines_everything(project: Shell) -> None:
    """One line a check; what fails is told, and the status is 1."""
    project.write("amends.toml", CONFIG + '[[source]]\npath = "/nowhere/at/all"\n' + QUICK + GITHUB)
    answer = project.run("doctor", "--json", SOME_TOKEN="sesame")
    found = {(check["check"], check["ok"]) for check in answer.json}

    assert (answer.status, answer.err) == (1, "")
    assert {("configuration", True), ("database", True), ("target platform", False)} <= found
    assert [check["ok"] for check in answer.json if check["check"] == "source"] == [True, False]
    assert "sesame" not in answer.out


def test_the_doctor_tells_people_one_line_a_check(project: Shell) -> None:
    """Good and bad lines can be told apart at their beginning."""
    answer = project.quick("doctor")

    assert answer.status == 1
    assert {line.split()[0] for line in answer.out.splitlines()} == {"ok", "FAIL"}


def test_the_doctor_tells_of_an_unusable_database(project: Shell) -> None:
    """It is one of the checks, and the others are made all the same."""
    url = "postgresql+psycopg://alice:sesame@127.0.0.1:1/amends"
    answer = project.quick("doctor", "--json", AMENDS_DATABASE_URL=url)
    found = {check["check"]: check for check in answer.json}

    assert answer.status == 1
    assert not found["database"]["ok"]
    assert found["source"]["ok"]
    assert "sesame" not in answer.out


@pytest.mark.parametrize(
    "command", ["extract", "ingest", "item", "sync", "adopt", "report", "serve", "demo"]
)
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    """`--help` is no mistake."""
    answer = shell.quick(command, "--help")

    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("Usage:")


def test_the_whole_explains_itself(shell: Shell) -> None:
    """Help and version stand on standard output; a bare call is no success."""
    assert "ingest" in shell.run("--help").out
    assert shell.quick("--version").out.startswith("amends ")
    assert shell.quick().status == 2


def test_a_reader_who_leaves_is_no_failure_of_ours(project: Shell) -> None:
    """`amends items | head -0` ends without a traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as broken:
        process = project.start("items", "--json", stdout=broken)
    _, err = process.communicate()

    assert "Traceback" not in err
    assert "Exception" not in err


def test_mail_alone_makes_a_project(shell: Shell) -> None:
    """Without a configuration, a document can be taken in and listed."""
    shell.write("mail.md", MAIL)
    shell.quick("ingest", "mail.md")

    assert len(shell.quick("items", "--json").json) == 2
