"""Pushes: a webhook says that a repository has new commits, so its source is looked at at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.settings import Settings
    from tracker.sources import DocumentSource
    from tracker.storage import Store
    from tracker.storage.deliveries import Delivery


def pushed(store: Store, settings: Settings) -> list[DocumentSource]:
    """Return the sources that waiting pushes name; these pushes wait no longer.

    A push only says "look again", and the schedule looks anyway: a lost one does no harm.
    """
    with store.reading() as work:
        waiting = work.deliveries.pushes()
    if not waiting:
        return []
    with store.work() as work:
        work.deliveries.done([one.id for one in waiting], work.clock())
        work.commit()
    told = [(one, _payload(one)) for one in waiting]
    return [
        source
        for source in settings.repositories
        if any(_names(one, payload, source, settings) for one, payload in told)
    ]


def _names(
    push: Delivery, payload: Mapping[str, Any], source: DocumentSource, settings: Settings
) -> bool:
    """Return whether a push tells of the branch or tag that a source reads."""
    target = settings.target_named(push.target)
    repository = payload.get("repository")
    if target is None or not isinstance(repository, dict):
        return False
    name = str(repository.get("full_name")).casefold()
    here = target.base_url == settings.reader_of(source).base_url
    ref = source.ref or repository.get("default_branch")
    refs = (ref, f"refs/heads/{ref}", f"refs/tags/{ref}")
    return here and name == str(source.repository).casefold() and payload.get("ref") in refs


def _payload(push: Delivery) -> Mapping[str, Any]:
    try:
        payload = json.loads(push.body)
    except (ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}
