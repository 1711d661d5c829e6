"""The weekly completion report: gathered from storage, told in Markdown, HTML, JSON and CSV."""

from tracker.reporting.csv_text import as_csv
from tracker.reporting.gathering import week_wanted, weekly
from tracker.reporting.headlines import Headlines
from tracker.reporting.html_page import as_html
from tracker.reporting.json_text import as_json, line_json
from tracker.reporting.keeping import TEXTS, StoredReport, is_over, is_settled, keep, kept
from tracker.reporting.kept import Judged, Kept, judge
from tracker.reporting.mail import Image, Mail, mail_of
from tracker.reporting.markdown_text import as_markdown
from tracker.reporting.pdf import CAN_MAKE_PDF, as_pdf
from tracker.reporting.report import WeeklyReport
from tracker.reporting.sections import document_of
from tracker.reporting.trends import (
    WEEKS,
    Grounds,
    Trend,
    WeekLine,
    grounds,
    ledger_lines,
    trend,
    trend_on,
)

__all__ = [
    "CAN_MAKE_PDF",
    "TEXTS",
    "WEEKS",
    "Grounds",
    "Headlines",
    "Image",
    "Judged",
    "Kept",
    "Mail",
    "StoredReport",
    "Trend",
    "WeekLine",
    "WeeklyReport",
    "as_csv",
    "as_html",
    "as_json",
    "as_markdown",
    "as_pdf",
    "document_of",
    "grounds",
    "is_over",
    "is_settled",
    "judge",
    "keep",
    "kept",
    "ledger_lines",
    "line_json",
    "mail_of",
    "trend",
    "trend_on",
    "week_wanted",
    "weekly",
]
