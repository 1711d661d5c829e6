"""Finds what a postmortem promises: text in, candidates and facts out; no IO, no clock."""

from tracker.extraction.explaining import Explanation, Line, explain
from tracker.extraction.finder import extract
from tracker.extraction.fingerprints import fingerprint, likeness
from tracker.extraction.output import as_json, explained

__all__ = [
    "Explanation",
    "Line",
    "as_json",
    "explain",
    "explained",
    "extract",
    "fingerprint",
    "likeness",
]
