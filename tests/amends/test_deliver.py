"""`amends deliver`, and what the worker and the doctor do with channels."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from amends.logs import begin_log
from tests.amends.shell import CONFIG
from tracker.settings import Settings

if TYPE_CHECKING:
    from tests.amends.shell import Shell

FOLDER = '\n[[channel]]\nkind = "folder"\npath = "published"\n'
CHAT = '\n[[channel]]\nname = "chat"\nkind = "slack"\nurl_env = "CHAT_URL"\n'


def forms(project: Shell) -> set[str]:
    """Return in which forms a report was published."""
    return {path.suffix for path in (project.folder / "published").iterdir()}


def test_the_worker_delivers_once(project: Shell) -> None:
    """With --once, too; the second run has nothing to send, and both end well."""
    project.write("amends.toml", CONFIG + FOLDER)
    first = project.run("worker", "--once")
    second = project.run("worker", "--once")
    rows = project.quick("deliver", "--list", "--json").json

    assert (first.status, second.status) == (0, 0)
    assert "to folder: sent" in first.err
    assert "delivery" not in second.err
    assert forms(project) == {".md", ".html", ".json", ".csv"}
    assert [(one["channel"], one["state"], one["attempts"]) for one in rows] == [
        ("folder", "sent", 1)
    ]


def test_a_delivery_that_fails_is_an_exit_status(project: Shell) -> None:
    """The worker says what is wrong, and the other channel is served."""
    project.write("amends.toml", CONFIG + CHAT + FOLDER)
    answer = project.run("worker", "--once")

    assert answer.status == 1
    assert "CHAT_URL is not set" in answer.err
    assert forms(project)


def test_what_failed_is_tried_again_by_hand(project: Shell) -> None:
    """`amends deliver` does not wait for the next try."""
    project.write("amends.toml", CONFIG + FOLDER)
    project.write("published", "a file where a folder should be")
    first = project.quick("deliver")
    (project.folder / "published").unlink()
    second = project.quick("deliver")
    third = project.quick("deliver")

    assert (first.status, second.status, third.status) == (1, 0, 0)
    assert "tried again from" in first.out
    assert "sent" in second.out
    assert "Nothing is due" in third.out


def test_a_week_is_settled_by_name(project: Shell) -> None:
    """Stored as arrived, nothing is sent; sent again, it is."""
    project.write("amends.toml", CONFIG + CHAT)
    week = project.quick("deliver", "--json").json[0]["week"]
    there = project.quick("deliver", "--week", week, "--channel", "chat", "--arrived", "--json")
    again = project.quick("deliver", "--week", week, "--channel", "chat", "--again", "--json")

    assert [(one["state"], one["trouble"]) for one in there.json] == [("sent", None)]
    assert [one["state"] for one in again.json] == ["failed"]
    assert (there.status, again.status) == (0, 1)


def test_an_old_week_is_sent_by_name_only(project: Shell) -> None:
    """A new channel gets the newest week, and another one where somebody asks for it."""
    project.write("amends.toml", CONFIG + FOLDER)
    project.quick("deliver")
    project.quick("deliver", "--week", "2026-W20", "--channel", "folder", "--again")
    names = {path.stem for path in (project.folder / "published").iterdir()}

    assert len(names) == 2
    assert "2026-W20" in names


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--channel", "fax"], "there is no channel 'fax'"),
        (["--week", "2026-W20"], "--again or --arrived"),
        (["--again"], "--again or --arrived"),
        (["--week", "2026-W20", "--channel", "folder", "--arrived"], "was never due"),
        (["--week", "2999-W20", "--channel", "folder", "--again"], "is not over"),
        (["--week", "W20", "--channel", "folder", "--again"], "is no week"),
    ],
)
def test_what_cannot_be_is_one_sentence(project: Shell, words: list[str], said: str) -> None:
    """Status 2, and what to write."""
    project.write("amends.toml", CONFIG + FOLDER)

    assert said in project.quick("deliver", *words).refusal()


def test_without_a_channel_nothing_is_delivered(project: Shell) -> None:
    """The sentence says what is missing."""
    assert "[[channel]]" in project.quick("deliver").refusal()


def test_the_doctor_examines_channels(project: Shell) -> None:
    """What is well, what is not, and what did not arrive."""
    project.write("amends.toml", CONFIG + FOLDER + CHAT)
    project.quick("deliver")
    found = {one["check"]: one for one in project.quick("doctor", "--json").json}

    assert found["channel folder"]["ok"]
    assert not found["channel chat"]["ok"]
    assert "CHAT_URL" in found["channel chat"]["detail"]
    assert not found["deliveries"]["ok"]
    assert "to chat: failed" in found["deliveries"]["detail"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_of_a_channel_is_ever_written(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the address of a webhook, nor the part of it that libraries quote, nor a password."""
    monkeypatch.setenv("CHAT_URL", "https://chat.example/services/T0/B0/hush-hush")
    monkeypatch.setenv("MAIL_PASSWORD", "correct horse")
    mail = {"kind": "smtp", "host": "mail.example", "from": "a@example.com", "to": ["b@c.example"],
            "user_env": "MAIL_USER", "password_env": "MAIL_PASSWORD"}  # fmt: skip
    chat = {"kind": "slack", "url_env": "CHAT_URL"}
    begin_log(Settings.model_validate({"channel": [mail, chat]}), form)
    try:
        int("url: /services/T0/B0/hush-hush, login: correct horse")
    except ValueError:
        logging.getLogger("amends").exception("https://chat.example/services/T0/B0/hush-hush")
    written = capsys.readouterr().err

    assert "[secret]" in written
    assert "hush" not in written
    assert "horse" not in written
