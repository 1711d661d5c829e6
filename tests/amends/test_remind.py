"""`amends remind`: the plan, the snooze, and what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.amends.shell import CONFIG

if TYPE_CHECKING:
    from tests.amends.shell import Shell

MAIL = """
[[channel]]
kind = "smtp"
host = "127.0.0.1"
port = 1
encryption = "none"
from = "amends@example.com"
to = ["leads@example.com"]

[reminders]
channel = "smtp"
"""


def test_the_plan_tells_who_would_hear_what_and_why(project: Shell) -> None:
    """Without a channel, too; nothing is sent."""
    answer = project.quick("remind", "--plan")
    found = project.quick("remind", "--plan", "--json").json

    assert "[reminders] names no channel" in answer.out
    assert [(one["person"], one["item"], one["need"], one["as"]) for one in found] == [
        ("@alice", "A-1", "overdue", "owner")
    ]
    assert "days late" in found[0]["when"]


def test_a_snooze_is_in_the_plan_at_once(project: Shell) -> None:
    """And ends when its day is set to one that has passed."""
    words = ("remind", "--snooze", "A-1", "--reason", "waits for a vendor", "--until")
    silent = project.quick(*words, "2999-01-01")
    none = project.quick("remind", "--plan", "--json").json
    plan = project.quick("remind", "--plan").out
    again = project.quick(*words, "2020-01-01")
    after = project.quick("remind", "--plan").out
    some = project.quick("remind", "--plan", "--json").json

    assert silent.out.strip() == "A-1 is silent through 2999-01-01."
    assert again.out.strip() == "A-1 is told of again."
    assert (len(none), len(some)) == (0, 1)
    assert "A-1 is silent through 2999-01-01: waits for a vendor" in plan
    assert "silent" not in after


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "names no channel"),
        (["--snooze", "A-1"], "--until"),
        (["--until", "2999-01-01"], "--snooze"),
        (["--snooze", "A-1", "--until", "soon", "--reason", "x"], "is no date"),
        (["--snooze", "A-1", "--until", "2999-01-01"], "needs a reason"),
        (["--snooze", "A-999", "--until", "2999-01-01", "--reason", "x"], "A-999"),
        (["--snooze", "I-1", "--until", "2999-01-01", "--reason", "x"], "is no item"),
    ],
)
def test_what_cannot_be_is_one_sentence(project: Shell, words: list[str], said: str) -> None:
    """Status 2."""
    assert said in project.quick("remind", *words).refusal()


def test_a_policy_is_read_with_the_configuration(project: Shell) -> None:
    """The plan then says nothing of a missing channel."""
    project.write("amends.toml", CONFIG + MAIL)

    assert "names no channel" not in project.quick("remind", "--plan").out
