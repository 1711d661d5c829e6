"""Finds what a postmortem promises: text in, candidates and facts out; no IO, no clock."""

from tracker.extraction.finder import extract
from tracker.extraction.fingerprints import fingerprint, likeness
from tracker.extraction.output import as_json

__all__ = ["as_json", "extract", "fingerprint", "likeness"]
