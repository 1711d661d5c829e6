"""Saved pages, exports and storage formats of wikis, read as Markdown."""

from tracker.formats.html.pages import page_rows

__all__ = ["page_rows"]
