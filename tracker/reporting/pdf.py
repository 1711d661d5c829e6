"""A report as a PDF file: pages with the charts and tables; the same bytes each time.

fpdf2 and its font are an extra, `pip install 'amends[pdf]'`; nothing else of Amends needs them.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.reporting.document import Document

NEEDED = ("fpdf", "fontpkg_noto_sans")
CAN_MAKE_PDF = all(find_spec(name) for name in NEEDED)
ADVICE = "PDF files need fpdf2 and its font: pip install 'amends[pdf]'"


def as_pdf(document: Document, made_at: datetime) -> bytes:
    """Return *document* as PDF; it bears *made_at* as its date, so its bytes repeat.

    Raises BadInput with what to install where the extra is missing.
    """
    if not CAN_MAKE_PDF:
        raise BadInput(ADVICE)
    from tracker.reporting.pdf_pages import pages_of  # noqa: PLC0415  it takes 30 MB to load

    return pages_of(document, made_at)
