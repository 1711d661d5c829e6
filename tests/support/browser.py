"""Finds the browser of the tests, or installs one: `python -m tests.support.browser`."""

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import brotli

FOLDER = Path(__file__).resolve().parents[2] / ".browser"
UNPACKED = FOLDER / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "@sparticuz/chromium@153.0.0"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
WRAPPER = """#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium.bin" --headless=shell --no-zygote "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""
DRIVER = (sys.executable, "-m", "playwright", "--version")  # speaks to the browser for the tests
DEBIAN = ("chromium", "fonts-dejavu-core", "libatomic1")  # the last is for the driver
ADVICE = (
    "The tests need a browser and none starts: install Chromium or Chrome (on Debian: "
    f"apt-get install {' '.join(DEBIAN)}), or name one in AMENDS_TEST_BROWSER."
)


def find_browser() -> Path | None:
    """Return a browser that starts, or None; AMENDS_TEST_BROWSER goes before all others."""
    given = os.environ.get("AMENDS_TEST_BROWSER")
    if given:
        return Path(given) if _starts(given, "--version") else None
    found = [path for path in map(shutil.which, NAMES) if path] + [str(UNPACKED)]
    return next((Path(path) for path in found if _starts(path, "--version")), None)


def pictures_folder(otherwise: Path) -> Path:
    """Return where pictures go: AMENDS_TEST_PICTURES (`make pictures`), or a place of no matter."""
    return Path(os.environ.get("AMENDS_TEST_PICTURES") or otherwise)


def install_browser() -> None:
    """Install a browser where that is possible without asking anyone."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _from_debian()
    if find_browser() is None and shutil.which("npm"):
        _from_npm()


def _ready() -> bool:
    return find_browser() is not None and _starts(*DRIVER)


def _starts(*command: str) -> bool:
    """Tell a program from a stub that only says where to find it, or that lacks a library."""
    try:
        run = subprocess.run(  # noqa: S603  the one who runs the tests chose the program
            command, capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def _from_debian() -> None:
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    if _run(*apt, "update") is not None:
        _run(*apt, "install", "-y", "--no-install-recommends", *DEBIAN)


def _from_npm() -> None:
    FOLDER.mkdir(exist_ok=True)
    printed = _run("npm", "pack", "--silent", PACKAGE)
    if printed is None:
        return
    archive = FOLDER / printed.split()[-1]
    program = FOLDER / "chromium.bin"
    with tarfile.open(archive) as package:
        _unpack_tar(_member(package, "al2023.tar.br"))
        _unpack_tar(_member(package, "fonts.tar.br"))
        program.write_bytes(_member(package, "chromium.br"))
    archive.unlink()
    (FOLDER / "fonts.conf").write_text(FONTS.format(folder=FOLDER), encoding="utf-8")
    UNPACKED.write_text(WRAPPER, encoding="utf-8")
    program.chmod(0o755)
    UNPACKED.chmod(0o755)


def _run(*command: str) -> str | None:
    """Run *command* without asking anyone; return what it printed, or None where it failed."""
    run = subprocess.run(  # noqa: S603  only this file's own commands come here
        command,
        cwd=FOLDER if FOLDER.is_dir() else None,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        sys.stderr.write(f"{' '.join(command)} failed:\n{run.stderr}")
        return None
    return run.stdout


def _member(package: tarfile.TarFile, name: str) -> bytes:
    content = package.extractfile(f"package/bin/{name}")
    if content is None:
        raise FileNotFoundError(f"{PACKAGE} holds no {name}")
    return bytes(brotli.decompress(content.read()))


def _unpack_tar(content: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(content)) as inner:
        inner.extractall(FOLDER, filter="data")


def main() -> None:
    """Make sure that there is a browser, or say in one sentence what to install."""
    if not _ready():
        sys.stdout.write("Installing a browser for the tests ...\n")
        sys.stdout.flush()
        install_browser()
    if not _ready():
        sys.exit(ADVICE)


if __name__ == "__main__":
    main()
