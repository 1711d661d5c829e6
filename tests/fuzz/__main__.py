"""Throws made-up documents at the reader: python -m tests.fuzz --seconds 60."""

from __future__ import annotations

import argparse
import hashlib
import importlib
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.fuzz.mutating import LARGEST, mutated
from tests.fuzz.seeds import seeds
from tests.fuzz.target import check

if TYPE_CHECKING:
    from types import FrameType

SLOW = 10  # seconds, after which an input counts as endless
FOUND = Path(__file__).resolve().parents[2] / ".fuzz"


def main() -> int:
    """Fuzz for a while; 1 if anything failed."""
    words = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    words.add_argument("--seconds", type=int, default=60)
    words.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    words.add_argument("--found", type=Path, default=FOUND, help="where to save what failed")
    words.add_argument("--plain", action="store_true", help="do without atheris")
    words.add_argument("inputs", nargs="*", type=Path, help="saved inputs to run again")
    options = words.parse_args()
    for path in options.inputs:
        check(path.read_bytes())
    if options.inputs:
        return 0
    options.found.mkdir(exist_ok=True)
    guide = None if options.plain else _atheris()
    print(f"seed {options.seed}, {options.seconds} seconds", flush=True)
    if guide is None:
        return by_chance(options.seconds, options.seed, options.found)
    guided(guide, options.seconds, options.seed, options.found)
    return 0


def _atheris() -> Any:
    """Return the module atheris, or None and say how to get it."""
    try:
        return importlib.import_module("atheris")
    except ImportError:
        print("Inputs are made by chance; for a guided search, `pip install atheris` first.")
        return None


def guided(atheris: Any, seconds: int, seed: int, folder: Path) -> None:
    """Search with atheris, which follows what of the code an input reaches; ends the process."""
    with atheris.instrument_imports():
        for name in [one for one in sys.modules if one.startswith("tracker.")]:
            del sys.modules[name]
        del sys.modules["tests.fuzz.target"]
        target = importlib.import_module("tests.fuzz.target")
    with tempfile.TemporaryDirectory() as corpus:
        for one in seeds():
            Path(corpus, hashlib.sha256(one).hexdigest()[:16]).write_bytes(one)
        limits = [f"-max_total_time={seconds}", f"-timeout={SLOW}", f"-max_len={LARGEST}"]
        places = [f"-seed={seed}", f"-artifact_prefix={folder}/", corpus]
        atheris.Setup([sys.argv[0], *limits, *places], target.check)
        atheris.Fuzz()


def by_chance(seconds: int, seed: int, folder: Path) -> int:
    """Change the seeds by chance; save each input that fails in a new way."""
    chance = Random(seed)  # noqa: S311  nothing secret
    inputs = seeds()
    known: set[str] = set()
    tried = 0
    signal.signal(signal.SIGALRM, _too_long)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(inputs, chance)
        tried += 1
        if (place := _failure(data)) and place not in known:
            known.add(place)
            path = folder / hashlib.sha256(data).hexdigest()[:16]
            path.write_bytes(data)
            print(f"failed: {place}\n  again: python -m tests.fuzz {path}", flush=True)
    print(f"{tried} inputs, {len(known)} failures")
    return int(bool(known))


def _failure(data: bytes) -> str | None:
    """Return how and where *data* fails, or None."""
    signal.alarm(SLOW)
    try:
        check(data)
    except Exception as error:  # noqa: BLE001  whatever it is, it is the finding
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} {error!s:.80} at {last.filename}:{last.lineno}"
    finally:
        signal.alarm(0)
    return None


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"no end within {SLOW} seconds")


if __name__ == "__main__":
    sys.exit(main())
