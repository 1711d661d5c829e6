"""The report as files: each is there whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sync.delivery.errors import NotNow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def put(folder: Path, files: Mapping[str, str], attempt: str) -> None:
    """Write *files* into *folder*; the same again changes nothing. Raises NotNow.

    *attempt* tells this attempt's drafts from those of another; what a dead one left is removed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            _write(folder / name, text.encode(), attempt)
    except OSError as error:
        raise NotNow(f"{folder} cannot be written to: {error.strerror}") from error


def writable(folder: Path) -> None:
    """Raise NotNow where nothing can be written to *folder*, which may have to be made."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise NotNow(f"{there} cannot be written to; correct path, or its owner")


def _write(path: Path, content: bytes, attempt: str) -> None:
    draft = path.with_name(f".{path.name}.{attempt}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        for left in path.parent.glob(f".{path.name}.*"):
            left.unlink(missing_ok=True)
