"""The configuration: every bad value gives one sentence that names the file and the setting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.house.files import ROOT
from tracker.domain.directions import Direction
from tracker.domain.errors import BadSettings
from tracker.settings import Settings, config_path, load

if TYPE_CHECKING:
    from pathlib import Path

GITHUB = """\
[[target]]
name = "platform"
provider = "github"
repository = "acme/platform"
token_env = "GITHUB_TOKEN"
"""
JIRA = """\
[[target]]
name = "ops"
provider = "jira"
base_url = "https://acme.atlassian.net"
project = "OPS"
user_env = "JIRA_USER"
token_env = "JIRA_TOKEN"
"""
WHOLE = f"""\
{GITHUB}
{JIRA}
issue_type = "Bug"
labels = ["postmortem"]
webhook_secret_env = "JIRA_SECRET"
priorities = {{ P0 = "Blocker" }}

[[source]]
path = "postmortems"

[[route]]
owner = "@dba-team"
target = ["ops", "platform"]

[[route]]
target = ["platform"]

[people]
"@alice" = {{ github = "alice", jira = "5b10a", email = "alice@example.com" }}

[report]
schedule = "Fri 9:30"
timezone = "Europe/Berlin"

[sync]
interval_seconds = 0.5
settle_seconds = 0
overlap_seconds = 0
request_timeout_seconds = 1
writes_per_minute = 1e9

[dashboard]
url = "https://amends.example.com"
"""
RAW = re.compile(r"Input |should |Field required|valid|pydantic|type=")  # a library's own words


def settings(folder: Path, text: str) -> Settings:
    """Write a configuration and read it."""
    path = folder / "amends.toml"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def refusal(folder: Path, text: str) -> str:
    """Return the sentence with which a configuration is refused."""
    with pytest.raises(BadSettings) as error:
        settings(folder, text)
    return str(error.value)


def without(text: str, name: str) -> str:
    """Return a configuration without the lines of one setting."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(name))


def test_a_whole_configuration_is_read(tmp_path: Path) -> None:
    """Every setting of the contract is understood."""
    found = settings(tmp_path, WHOLE)

    assert [target.name for target in found.target] == ["platform", "ops"]
    assert found.target[1].issue_type == "Bug"
    assert found.route[0].target == ("ops", "platform")
    assert found.people["@alice"].jira == "5b10a"
    assert (found.report.schedule, str(found.report.zone)) == ("fri 09:30", "Europe/Berlin")
    assert found.sync.interval_seconds == 0.5


def test_an_empty_configuration_stands_at_its_defaults(tmp_path: Path) -> None:
    """Nothing needs to be said."""
    found = settings(tmp_path, "")

    assert (found.target, found.source, found.report.timezone) == ((), (), "UTC")


def test_a_byte_order_mark_is_no_setting(tmp_path: Path) -> None:
    """Windows editors may save the file."""
    assert settings(tmp_path, "\ufeff[report]\ntimezone = 'UTC'\n").report.timezone == "UTC"


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('folder = "x"', "folder"),
        ('nonsense = "x"', "nonsense"),
        ("[database]\nuri = 'x'", "database.uri"),
        ("database = 5", "database"),
        ("[database]\nurl = 5", "database.url"),
        ("[[source]]", "source"),
        ('[[source]]\npath = ""', "[[source]] 1: path"),
        ('[[source]]\npath = "a"\nrepository = "b"', "source"),
        ('[[source]]\nrepository = "acme/pm"\ntarget = "nowhere"', "[[source]]"),
        ('source = "postmortems"', "source"),
        (GITHUB + "token = 'ghp_x'", "[[target]] 1: token"),
        (without(GITHUB, "name"), "[[target]] 1: name"),
        (GITHUB.replace('"platform"', '"plat form"'), "[[target]] 1: name"),
        (GITHUB.replace('"platform"', '""'), "[[target]] 1: name"),
        (GITHUB.replace('"github"', '"gitlab"'), "[[target]] 1: provider"),
        (without(GITHUB, "repository"), "repository"),
        (GITHUB.replace("acme/platform", "platform"), "[[target]] 1: repository"),
        (GITHUB.replace("acme/platform", "https://github.com/a/b"), "[[target]] 1: repository"),
        (without(GITHUB, "token_env"), "token_env"),
        (GITHUB + 'base_url = "github"', "[[target]] 1: base_url"),
        (GITHUB + 'base_url = "ftp://github.com"', "[[target]] 1: base_url"),
        (GITHUB + 'app_id = "x"', "[[target]] 1: app_id"),
        (without(GITHUB, "token_env") + "app_id = 1", "private_key_env"),
        (GITHUB + 'private_key_env = "KEY"', "app_id"),
        (GITHUB + "priorities = { P0 = 5 }", "[[target]] 1: priorities.P0"),
        (GITHUB + 'labels = "a"', "[[target]] 1: labels"),
        (GITHUB + f'labels = ["{"x" * 51}"]', "50 characters"),
        (GITHUB + f'label_prefix = "{"x" * 37}"', "36 characters"),
        (JIRA + 'labels = ["post mortem"]', "holds a space"),
        (JIRA + 'label_prefix = "of ours "', "holds a space"),
        (JIRA + 'milestone = "Spring"', "Jira has no milestone"),
        (GITHUB + 'components = ["Queue"]', "GitHub has no components"),
        (GITHUB + "custom_fields = { a = 1 }", "GitHub has no custom fields"),
        (JIRA + 'kinds = { fixing = "Bug" }', "[[target]] 1: kinds.fixing"),
        (JIRA + 'priorities = { P9 = "Low" }', "[[target]] 1: priorities.P9"),
        (JIRA + 'fields = { title = "ours" }', "[[target]] 1: fields.title"),
        (JIRA + 'fields = { colour = "push" }', "[[target]] 1: fields.colour"),
        (JIRA + 'fields = { block = "pull" }', "[[target]] 1: fields.block"),
        (GITHUB + 'fields = { due = "pull" }', "GitHub has no due date to pull"),
        (GITHUB + GITHUB, "two targets are called platform"),
        (without(JIRA, "project"), "project"),
        (JIRA.replace('"OPS"', '"O P S"'), "[[target]] 1: project"),
        (without(JIRA, "base_url"), "base_url"),
        (without(JIRA, "token_env"), "token_env"),
        ('[[route]]\ntarget = ["ops"]', "[[route]] names the target ops"),
        (JIRA + "[[route]]\ntarget = []", "[[route]] 1: target"),
        (JIRA + '[[route]]\ntarget = "ops"', "[[route]] 1: target"),
        (JIRA + '[[route]]\nteam = "x"\ntarget = ["ops"]', "[[route]] 1: team"),
        (JIRA + "[[route]]\nowner = 'x'", "[[route]] 1: target"),
        ('[people]\n"@a" = "alice"', "people.@a"),
        ('[people]\n"@a" = { gitlab = "a" }', "people.@a.gitlab"),
        ('[report]\nschedule = "weekly"', "report.schedule"),
        ('[report]\nschedule = "mon 25:00"', "report.schedule"),
        ('[report]\nschedule = "mon 0900"', "report.schedule"),
        ('[report]\nschedule = "mon 09:00+02:00"', "report.schedule"),
        ('[report]\nschedule = "montag 09:00"', "report.schedule"),
        ('[report]\nschedule = "mon"', "report.schedule"),
        ('[report]\ntimezone = "Mars/Olympus"', "report.timezone"),
        ('[report]\ntimezone = "Europe"', "report.timezone"),
        ('[report]\ntimezone = "/etc/passwd"', "report.timezone"),
        ('[report]\ntimezone = ""', "report.timezone"),
        ("[report]\nfolder = 5", "report.folder"),
        ("[sync]\ninterval_seconds = 0", "sync.interval_seconds"),
        ('[sync]\ninterval_seconds = "often"', "sync.interval_seconds"),
        ("[sync]\ninterval_seconds = inf", "sync.interval_seconds"),
        ("[sync]\ninterval_seconds = 1e300", "sync.interval_seconds"),
        ("[sync]\nsettle_seconds = -1", "sync.settle_seconds"),
        ("[sync]\noverlap_seconds = -1", "sync.overlap_seconds"),
        ("[sync]\nrequest_timeout_seconds = 0", "sync.request_timeout_seconds"),
        ("[sync]\nrequest_timeout_seconds = nan", "sync.request_timeout_seconds"),
        ("[sync]\nwrites_per_minute = 0", "sync.writes_per_minute"),
        ("[sync]\nretries = 3", "sync.retries"),
        ('[dashboard]\nurl = "javascript:alert(1)"', "dashboard.url"),
        ('[dashboard]\nurl = "amends"', "dashboard.url"),
    ],
)
def test_a_bad_value_is_one_sentence_with_file_and_setting(
    tmp_path: Path, text: str, setting: str
) -> None:
    """Who made the mistake finds it without a manual, and no secret is repeated."""
    sentence = refusal(tmp_path, text)

    assert str(tmp_path / "amends.toml") in sentence
    assert setting in sentence
    assert "\n" not in sentence
    assert "ghp_x" not in sentence
    assert not RAW.search(sentence)


@pytest.mark.parametrize("text", ["[report", "a = 1\na = 2", "= 5", 'x = "', "\x00"])
def test_what_is_no_toml_is_one_sentence(tmp_path: Path, text: str) -> None:
    """The sentence names the file and where it breaks."""
    sentence = refusal(tmp_path, text)

    assert "amends.toml is not TOML" in sentence
    assert "\n" not in sentence


def test_a_file_in_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    """TOML is UTF-8."""
    path = tmp_path / "amends.toml"
    path.write_bytes('[report]\ntimezone = "Zürich"\n'.encode("latin-1"))

    with pytest.raises(BadSettings, match="is not TOML"):
        load(str(path))


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    """Naming a folder gives a sentence."""
    with pytest.raises(BadSettings, match="cannot be read"):
        load(str(tmp_path))


def test_several_mistakes_are_counted(tmp_path: Path) -> None:
    """The first is told, and how many more there are."""
    text = "[sync]\nsettle_seconds = -1\noverlap_seconds = -1\nretries = 1\n"

    assert refusal(tmp_path, text).endswith("(and 2 more)")


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    """Who names a configuration means it; the sentence says how to make one."""
    with pytest.raises(BadSettings, match="make one with `amends init`"):
        load(str(tmp_path / "none.toml"))


def test_without_a_file_the_defaults_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unnamed configuration need not exist."""
    monkeypatch.chdir(tmp_path)

    assert load().target == ()


def test_the_environment_may_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """AMENDS_CONFIG names it; what the command line names counts before that."""
    monkeypatch.setenv("AMENDS_CONFIG", str(tmp_path / "team.toml"))

    assert config_path() == tmp_path / "team.toml"
    assert str(config_path("mine.toml")) == "mine.toml"
    with pytest.raises(BadSettings, match=r"team\.toml"):
        load()


def test_a_relative_database_counts_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever one stands, the same configuration means the same database."""
    monkeypatch.chdir("/")
    found = settings(tmp_path, '[database]\nurl = "sqlite:///data/amends.db"')

    assert found.database_url == f"sqlite:///{tmp_path}/data/amends.db"


@pytest.mark.parametrize(
    "url",
    ["sqlite:////var/lib/amends.db", "postgresql+psycopg://alice@localhost/amends", "sqlite://"],
)
def test_other_addresses_are_taken_as_they_are(tmp_path: Path, url: str) -> None:
    """An absolute file and a server count from nowhere."""
    assert settings(tmp_path, f'[database]\nurl = "{url}"').database_url == url


def test_the_environment_may_name_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AMENDS_DATABASE_URL counts before the file, and a relative one from the file's folder."""
    found = settings(tmp_path, '[database]\nurl = "sqlite:///one.db"')
    monkeypatch.setenv("AMENDS_DATABASE_URL", "sqlite:///two.db")

    assert found.database_url == f"sqlite:///{tmp_path}/two.db"


def test_the_example_is_a_configuration(tmp_path: Path) -> None:
    """examples/amends.toml loads as it stands."""
    text = (ROOT / "examples/amends.toml").read_text(encoding="utf-8")
    shop, operations = settings(tmp_path, text).target

    assert shop.fields.title is Direction.PUSH
    assert shop.fields.state is Direction.BOTH
    assert operations.types_of_kinds == {"repair": "Bug"}
    assert operations.custom_fields == {"Customer impact": "Unknown"}


def test_what_an_issue_shows_is_read(tmp_path: Path) -> None:
    """Dates and lists of custom fields are as JSON holds them."""
    more = (
        '[target.custom_fields]\nUntil = 2026-12-01\nAreas = ["Mail"]\nOne = { day = 2026-01-01 }\n'
    )
    (target,) = settings(tmp_path, JIRA + more).target

    assert target.custom_fields == {
        "Until": "2026-12-01",
        "Areas": ["Mail"],
        "One": {"day": "2026-01-01"},
    }
