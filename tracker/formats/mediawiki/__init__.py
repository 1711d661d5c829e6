"""MediaWiki's notation read as Markdown, line by line, so that every line keeps its number."""

from tracker.formats.mediawiki.blocks import mediawiki_rows

__all__ = ["mediawiki_rows"]
