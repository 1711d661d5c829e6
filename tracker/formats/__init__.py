"""Documents of every notation as lines of Markdown, each with its number in the original."""

from tracker.formats.front import rows

__all__ = ["rows"]
