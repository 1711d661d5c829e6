"""Which files are the project's own."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {"__pycache__", "build", "amends-demo"}  # as in .gitignore


def tracked(*endings: str) -> list[Path]:
    """Return the files of the project with one of *endings*, with or without a repository."""
    found: list[Path] = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [one for one in inner if not one.startswith(".") and one not in MADE]
        inner[:] = [one for one in inner if not one.endswith(".egg-info")]
        found += [Path(folder, name) for name in names if name.endswith(endings)]
    return sorted(found)
