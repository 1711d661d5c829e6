"""Where everything is kept: the only place that speaks SQL."""

from tracker.storage.engine import Store, open_store, upgrade
from tracker.storage.work import Work

__all__ = ["Store", "Work", "open_store", "upgrade"]
