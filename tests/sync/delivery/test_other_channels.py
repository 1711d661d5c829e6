"""The weekly report in a chat, a folder and a repository."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sync.delivery.slack import escaped
from tests.sync.delivery.house import CHANNELS, REPORT, git
from tracker.domain.dispatches import DispatchState
from tracker.domain.errors import BadSettings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync.delivery.chatroom import Chatroom
    from tests.sync.delivery.house import House

FAILED, SENT, UNSURE = DispatchState.FAILED, DispatchState.SENT, DispatchState.UNSURE
FORMS = {".md", ".html", ".json", ".csv"}


def test_a_chat_gets_the_headlines_and_a_link(house: House, chatroom: Chatroom) -> None:
    """Figures and where to read on; nothing that a document said."""
    house.configure(f'{CHANNELS["slack"]}[dashboard]\nurl = "https://amends.example.com/"\n')
    (told,) = house.deliver()
    house.deliver()
    (message,) = chatroom.got
    lines = message["text"].splitlines()

    assert set(message) == {"text"}
    assert lines[0].startswith("*Completion report, week ")
    assert lines[1].startswith("Data health ")
    assert lines[2].startswith("Open: 2 ")
    assert lines[-1] == f"<https://amends.example.com/reports/{told.occasion}|Read the report>"
    assert "Alert" not in message["text"]


def test_a_word_in_a_chat_is_no_markup() -> None:
    """No mention, link or emphasis comes out of a text."""
    assert "<" not in escaped("<!channel> & <https://x|y>").replace("&lt;", "")
    assert escaped("a & b") == "a &amp; b"
    assert "*b*" not in escaped("*b*")


@pytest.mark.parametrize(
    ("status", "state", "waits"),
    [
        *((status, FAILED, False) for status in (302, 400, 401, 403, 404, 410, 429, 500)),
        *((status, UNSURE, True) for status in (502, 504)),
    ],
)
def test_what_a_chat_answers_is_told_apart(
    chatting: House, chatroom: Chatroom, status: int, state: DispatchState, *, waits: bool
) -> None:
    """Refused or busy, which is tried again, and a gateway that does not know what became of it."""
    chatroom.answers = [(status, {})]
    (told,) = chatting.deliver()
    chatting.let_time_pass()
    later = chatting.deliver()

    assert (told.state, told.waits_for_a_person) == (state, waits)
    assert str(status) in str(told.trouble)
    assert [one.state for one in later] == ([] if waits else [SENT])
    assert len(chatroom.got) == (0 if waits else 1)


def test_a_chat_may_say_how_long_to_wait(chatting: House, chatroom: Chatroom) -> None:
    """Retry-After counts where it is longer than our own wait."""
    chatroom.answers = [(429, {"Retry-After": "7200"})]
    (told,) = chatting.deliver()
    with chatting.store.reading() as work:
        left = told.not_before - work.clock() if told.not_before else None

    assert left is not None
    assert 7000 < left.total_seconds() <= 7200


def test_a_lost_answer_of_a_chat_is_unsure(chatting: House, chatroom: Chatroom) -> None:
    """It is not posted again by itself; the secret address is in no sentence."""
    chatroom.drops = 1
    (told,) = chatting.deliver()
    chatting.let_time_pass()

    assert told.state is UNSURE
    assert "secret" not in str(told.trouble)
    assert chatting.deliver() == []
    assert len(chatroom.got) == 1


def test_a_chat_that_is_not_there_is_tried_again(chatting: House, chatroom: Chatroom) -> None:
    """Nothing left this machine, and that is known."""
    chatroom.stop()
    (told,) = chatting.deliver()

    assert (told.state, told.waits_for_a_person) == (FAILED, False)
    assert "cannot be reached" in str(told.trouble)


@pytest.mark.parametrize("value", ["", "mailto:a@b", "http://[broken"])
def test_an_unusable_address_is_one_sentence(
    chatting: House, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """It names the variable, not its content."""
    monkeypatch.setenv("CHAT_URL", value)
    (told,) = chatting.deliver()

    assert told.state is FAILED
    assert "CHAT_URL" in str(told.trouble)


def test_a_folder_gets_every_form(house: House) -> None:
    """Whole files, and nothing else; the JSON is the week's own."""
    house.configure(CHANNELS["folder"])
    (told,) = house.deliver()
    files = list((house.folder / "published").iterdir())
    found = json.loads((house.folder / "published" / f"{told.occasion}.json").read_text("utf-8"))

    assert told.state is SENT
    assert {path.suffix for path in files} == FORMS
    assert told.occasion in json.dumps(found)


def test_what_a_dead_attempt_left_is_removed(house: House) -> None:
    """A draft that nobody finished does not stay."""
    house.configure(CHANNELS["folder"])
    (told,) = house.deliver()
    draft = house.folder / "published" / f".{told.occasion}.md.1-1"
    draft.write_text("half", encoding="utf-8")
    house.forget()
    house.deliver()

    assert not draft.exists()


def test_a_folder_that_is_a_file_is_one_sentence(house: House) -> None:
    """It names the path, and is tried again."""
    house.configure(CHANNELS["folder"])
    (house.folder / "published").write_text("x", encoding="utf-8")
    (told,) = house.deliver()

    assert (told.state, told.waits_for_a_person) == (FAILED, False)
    assert "published" in str(told.trouble)


def test_a_repository_gets_one_commit_a_week(house: House, handbook: Path) -> None:
    """Of the report's files alone; what a person has staged stays staged."""
    (handbook / "draft.md").write_text("mine", encoding="utf-8")
    git(handbook, "add", "draft.md")
    house.configure(CHANNELS["git"])
    (told,) = house.deliver()
    house.forget()
    house.deliver()
    changed = git(handbook, "show", "--name-only", "--format=%an|%s", "HEAD").splitlines()

    assert told.state is SENT
    assert git(handbook, "rev-list", "--count", "HEAD") == "2"
    assert changed[0] == f"Amends|Completion report, week {told.occasion}"
    assert {f"reports/{told.occasion}{form}" for form in FORMS} == set(filter(None, changed[1:]))
    assert git(handbook, "diff", "--cached", "--name-only") == "draft.md"


def test_the_hooks_of_a_repository_do_not_run(house: House, handbook: Path) -> None:
    """Neither a refusing hook nor a signing key stops a commit."""
    for name in ("pre-commit", "commit-msg", "post-commit"):
        hook = handbook / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {house.folder}/ran\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    git(handbook, "config", "commit.gpgSign", "true")
    house.configure(CHANNELS["git"])

    assert [one.state for one in house.deliver()] == [SENT]
    assert not (house.folder / "ran").exists()


def test_a_repository_is_pushed_on_top_of_what_others_pushed(
    house: House, handbook: Path, tmp_path: Path
) -> None:
    """Their commits come first; a second delivery pushes nothing new."""
    there = tmp_path / "there.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(handbook), str(there))
    git(handbook, "remote", "add", "origin", str(there))
    git(handbook, "fetch", "--quiet", "origin")
    git(handbook, "branch", "--set-upstream-to=origin/main")
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(there), str(other))
    git(other, "commit", "--quiet", "--allow-empty", "-m", "Theirs")
    git(other, "push", "--quiet")
    house.configure(f"{CHANNELS['git']}push = true\n")
    (told,) = house.deliver()
    said = git(there, "log", "--format=%s").splitlines()

    assert told.trouble is None
    assert said == [f"Completion report, week {told.occasion}", "Theirs", "Begin"]


def test_a_push_that_fails_is_tried_again_without_a_login_in_its_sentence(
    house: House, handbook: Path
) -> None:
    """What git says is repeated, but for the password in the address."""
    git(handbook, "remote", "add", "origin", "http://me:hunter2@127.0.0.1:1/x.git")
    git(handbook, "config", "branch.main.remote", "origin")
    git(handbook, "config", "branch.main.merge", "refs/heads/main")
    house.configure(f"{CHANNELS['git']}push = true\n")
    (told,) = house.deliver()

    assert (told.state, told.waits_for_a_person) == (FAILED, False)
    assert "git pull fails" in str(told.trouble)
    assert "hunter2" not in str(told.trouble)


def test_a_place_without_a_repository_is_one_sentence(house: House) -> None:
    """Neither a missing folder nor one inside another repository is written to."""
    house.configure(CHANNELS["git"])
    (told,) = house.deliver()

    assert "handbook is no folder" in str(told.trouble)


@pytest.mark.parametrize("folder", ["../out", "/etc", ".git/hooks", "a/../../b"])
def test_a_commit_stays_in_its_working_copy(house: House, folder: str) -> None:
    """A folder elsewhere is refused when the configuration is read."""
    with pytest.raises(BadSettings, match="no folder inside"):
        house.configure(f'{CHANNELS["git"]}folder = "{folder}"\n')


def test_two_channels_need_two_names(house: House) -> None:
    """What was sent is kept by the name."""
    with pytest.raises(BadSettings, match="two channels are called folder"):
        house.configure(CHANNELS["folder"] * 2)


def test_one_channel_that_fails_holds_up_no_other(house: House, chatroom: Chatroom) -> None:
    """Each has its own row, its own trouble and its own time."""
    assert chatroom.port
    house.configure(CHANNELS["git"] + CHANNELS["slack"] + CHANNELS["folder"], REPORT)

    assert [(one.channel, one.state) for one in house.deliver()] == [
        ("git", FAILED),
        ("slack", SENT),
        ("folder", SENT),
    ]
