"""reStructuredText read as Markdown, line by line, so that every line keeps its number."""

from tracker.formats.restructured.blocks import restructured_rows

__all__ = ["restructured_rows"]
