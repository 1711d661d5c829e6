"""What cannot be in amends.toml: where it stands, what is wrong, what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.test_settings import RAW, refusal, without

if TYPE_CHECKING:
    from pathlib import Path

MAIL = """\
[[channel]]
kind = "smtp"
host = "smtp.example.com"
from = "a@example.com"
to = ["b@example.com"]
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (MAIL + "port = 70000", "[[channel]] 1: port: 70000 cannot be; write less than 65536"),
        (MAIL + 'port = "smtp"', "[[channel]] 1: port: 'smtp' is no whole number"),
        (MAIL + 'encryption = "ssl"', "'ssl' cannot be; write 'starttls', 'tls' or 'none'"),
        (MAIL + 'allow_clear_password = "perhaps"', "'perhaps' is neither true nor false"),
        (MAIL + "timeout_seconds = nan", "timeout_seconds: nan cannot be; write a number"),
        (MAIL + 'encryption = "none"\nca_file = "ca.pem"', "ca_file counts only with"),
        (MAIL + "cc = []", "[[channel]] 1: cc: there is no such setting"),
        (without(MAIL, "host"), "[[channel]] 1: host: is missing"),
        (MAIL.replace("smtp.example.com", "smtp example"), "write one such as smtp.example.com"),
        (MAIL.replace('["b@example.com"]', "[]"), "[[channel]] 1: to: is empty"),
        (MAIL.replace('["b@example.com"]', '"b@example.com"'), "is no list; write one such as"),
        (MAIL + '[[channel]]\nkind = "fax"', "[[channel]] 2: 'fax' is no kind; write 'smtp',"),
        ('[[channel]]\nname = "x"', "[[channel]] 1: kind is missing; write 'smtp',"),
        ("[reminders]\ndays = []", "reminders.days: names no day, so nobody would ever"),
        ('[reminders]\ndays = ["mon", "montag"]', "reminders.days, entry 2: 'montag' cannot be"),
        ('[reminders]\nholidays = ["soon"]', "reminders.holidays, entry 1: 'soon' is no date"),
        ("[reminders]\ndays_before = 1.5", "reminders.days_before: 1.5 is no whole number"),
        ("[reminders]\nteam_after_days = 0", "0 cannot be; write at least 1"),
        ("report = 5", "report: 5 is no section"),
        ('source = "postmortems"', "source: 'postmortems' is no section; write [[source]]"),
        ("[sync]\nverify_seconds = 1e9", "1000000000.0 cannot be; write at most 31622400"),
        ("[report]\nschedule = 9", "report.schedule: 9 is no text; write it in quotes"),
    ],
)
def test_a_sentence_says_what_to_write(tmp_path: Path, text: str, told: str) -> None:
    """Where, as the file names it and counted from 1; what is wrong; what would be right."""
    sentence = refusal(tmp_path, text)

    assert told in sentence
    assert not RAW.search(sentence)
