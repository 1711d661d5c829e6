"""The schedule: APScheduler is its clock, leases in the database say who works.

Schedules live in the code and in memory only: a job store in the database would unpickle
what it finds there, and drop later runs (APScheduler 3, docs/faq.rst).
"""

from __future__ import annotations

import contextlib
import logging
import queue
import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from tracker.clock import now
from tracker.domain.errors import AmendsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.settings import Settings
    from tracker.storage import Store

log = logging.getLogger("amends")
WISHES_SECONDS = 2
DUE_SECONDS = 20
INGEST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Done:
    """What a job did, in a line for the log, and whether all of it went *well*.

    *unfinished*: only its time was over, and it may go on at once.
    """

    line: str
    well: bool = True
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Jobs:
    """What a worker does when its time has come.

    *sync* is about all targets, *due* about those whose time has come, *told* about those whose
    webhooks have told of something; the last two return None where there are none. *plan* stores
    what a sync would write, for somebody to look at. *policies* does what the policy asks for.
    *report* makes the newest report that is due, *deliver* sends it, *remind* today's digests; they
    know the schedule, and return None where nothing is due.
    """

    store: Store
    ingest: Callable[[], Done]
    pushed: Callable[[], Done | None]
    sync: Callable[[], Done]
    report: Callable[[], Done | None]
    deliver: Callable[[], Done | None] = lambda: None
    remind: Callable[[], Done | None] = lambda: None
    due: Callable[[], Done | None] | None = None
    plan: Callable[[], Done] | None = None
    told: Callable[[], Done | None] | None = None
    policies: Callable[[], Done | None] = lambda: None


def work_on(jobs: Jobs, settings: Settings, *, once: bool = False) -> bool:
    """Run the schedule until the process is asked to end; with *once*, everything one time.

    Returns whether all went well, as far as it was done once.
    """
    if once:
        done = [_do(name, job) for name, job in _rooms(jobs).items()]
        return all(done)
    scheduler = scheduled(jobs, settings)
    over: queue.SimpleQueue[int] = queue.SimpleQueue()  # its put may interrupt itself
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: over.put(number))
    scheduler.start()
    log.info("worker started")
    _wait_for(over)
    scheduler.shutdown(wait=True)
    log.info("worker ended")
    return True


def _rooms(jobs: Jobs) -> dict[str, Callable[[], Done | None]]:
    """Return what is done one time, in the order in which each builds on the ones before."""
    first: dict[str, Callable[[], Done | None]] = {
        "ingest": jobs.ingest,
        "policies": jobs.policies,
        "sync": jobs.sync,
    }
    return {**first, **_timed(jobs)}


def _timed(jobs: Jobs) -> dict[str, Callable[[], Done | None]]:
    """Return the jobs that know themselves whether their time has come."""
    return {"report": jobs.report, "delivery": jobs.deliver, "reminders": jobs.remind}


def _wait_for(over: queue.SimpleQueue[int]) -> None:
    """Wait for a signal, waking now and then: one that comes just before a wait wakes nobody."""
    while True:
        with contextlib.suppress(queue.Empty):
            over.get(timeout=1)
            return


def scheduled(jobs: Jobs, settings: Settings) -> BackgroundScheduler:
    """Return the schedule: a late run is made up for, and never runs beside itself."""
    scheduler = BackgroundScheduler(
        timezone=settings.report.zone,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    interval = settings.sync.interval_seconds
    begin = now()
    ingesting = threading.Lock()
    sync_job, sync_between = _syncs(jobs)

    def ingest_job() -> None:
        with ingesting:
            _do("ingest", jobs.ingest)

    def pushes() -> None:
        with ingesting:  # what is pushed while a reading runs is read after it
            _do("push", jobs.pushed)

    def timed() -> None:
        for name, job in _timed(jobs).items():
            _do(name, job)

    scheduler.add_job(
        ingest_job,
        IntervalTrigger(seconds=max(interval, INGEST_SECONDS) if interval >= 10 else interval),  # noqa: PLR2004
        next_run_time=begin,
    )
    scheduler.add_job(
        sync_job, IntervalTrigger(seconds=interval, jitter=interval / 10), next_run_time=begin
    )
    scheduler.add_job(pushes, IntervalTrigger(seconds=WISHES_SECONDS))
    scheduler.add_job(sync_between, IntervalTrigger(seconds=WISHES_SECONDS))
    scheduler.add_job(timed, IntervalTrigger(seconds=DUE_SECONDS), next_run_time=begin)
    return scheduler


def _syncs(jobs: Jobs) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what syncs, and what does so between: on a wish, or where the time was over."""
    syncing, unfinished = threading.Lock(), threading.Event()

    def once(job: Callable[[], Done | None]) -> Done | None:
        still = unfinished.is_set()
        unfinished.clear()
        done = job()
        if done.unfinished if done else still:
            unfinished.set()
        return done

    def sync_now(job: Callable[[], Done | None]) -> None:
        with syncing:
            _do("sync", lambda: once(job))

    def scheduled_sync() -> None:
        _do("policies", jobs.policies)
        sync_now(jobs.due or jobs.sync)

    def between() -> None:
        if jobs.plan and _granted(jobs.store, "plan"):
            with syncing:
                _do("plan", jobs.plan)
        if _granted(jobs.store, "sync") or unfinished.is_set():
            sync_now(jobs.sync)
        elif jobs.told:
            sync_now(jobs.told)

    return scheduled_sync, between


def _granted(store: Store, wish: str) -> bool:
    """Return whether somebody wished for a sync or a plan, and take the wish."""
    with store.reading() as work:
        wished = wish in work.deliveries.wishes()
    if wished:
        with store.work() as work:
            work.deliveries.grant(wish, work.clock())
            work.commit()
    return wished


def _do(name: str, job: Callable[[], Done | None]) -> bool:
    """Run a job and return whether all went well; what did not is said, and the rest goes on.

    A job that had nothing to do returns None.
    """
    try:
        done = job()
    except AmendsError as error:
        told = {"event": "job", "job": name, "error": str(error)}
        log.error("%s: %s", name, error, extra=told)  # noqa: TRY400  the sentence is what a person needs
        return False
    except Exception:
        log.exception("%s failed", name, extra={"event": "job", "job": name})
        return False
    if done is None:
        return True
    level = logging.INFO if done.well else logging.WARNING
    log.log(level, "%s: %s", name, done.line, extra={"event": "job", "job": name})
    return done.well
