"""Documents of every notation as lines of Markdown, each with its number in the original."""

from tracker.formats.front import is_page, rows

__all__ = ["is_page", "rows"]
