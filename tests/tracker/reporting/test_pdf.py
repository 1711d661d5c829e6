"""The report as a PDF file."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.tracker.reporting.house import SETTINGS, at
from tracker.reporting import as_pdf, keep
from tracker.reporting.document import Paragraph, Section

if TYPE_CHECKING:
    import pytest

    from tracker.storage import Store

WITHOUT = """
import sys
sys.modules["fpdf"] = None
from tracker.domain.errors import BadInput
from tracker.reporting import CAN_MAKE_PDF, as_pdf
try:
    as_pdf(None, None)
except BadInput as error:
    print(CAN_MAKE_PDF, error)
"""


def test_the_same_report_is_the_same_file(store: Store) -> None:
    """Neither the moment nor the process leaves a trace in it."""
    report = keep(store, SETTINGS, at(16, 9))
    first = as_pdf(report.document, report.head.as_of)

    assert first.startswith(b"%PDF-")
    assert as_pdf(report.document, report.head.as_of) == first


def test_letters_that_the_font_has_not_are_shown_as_missing(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Other scripts, emoji and control signs stop nothing and fill no log."""
    section = Section("Ελληνικά 日本 \U0001f525", (Paragraph("Кириллица \x07 \u202e עברית "),))
    report = keep(store, SETTINGS, at(16, 9))
    document = replace(report.document, title="日" * 300, sections=(section,))

    assert as_pdf(document, report.head.as_of).endswith(b"%%EOF\n")
    assert caplog.records == []


def test_a_page_begins_where_the_last_is_full(store: Store) -> None:
    """A long report has many pages, and the last number stands on each."""
    report = keep(store, SETTINGS, at(16, 9))
    long = Section("Long", (Paragraph("word " * 9000),))
    data = as_pdf(replace(report.document, sections=(long,)), report.head.as_of)

    assert data.count(b"/Type /Page\n") > 8


def test_without_the_extra_one_sentence_says_what_to_install() -> None:
    """Everything else works without it."""
    done = subprocess.run(  # noqa: S603  ourselves
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == (
        "False PDF files need fpdf2 and its font: pip install 'amends[pdf]'"
    )
