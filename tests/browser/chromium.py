"""Starts Debian's Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = [
    "--no-sandbox",  # root may not have one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Nothing is asked of anybody on the internet.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP localhost 127.0.0.1",
]


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """As long as it runs, no other loop can run in this thread: Playwright's own does."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "Chromium is missing: tests/browser/install-chromium.sh (`make test` runs it)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
