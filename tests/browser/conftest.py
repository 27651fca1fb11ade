"""One house and one Chromium for all tests in this folder, a browser context for each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import running_chromium
from tests.browser.served import ServedHome, served_home
from tests.browser.window import DESKTOP, PATIENCE, Look, Window, open_window
from tests.home import Someone, Workplace


class OpenWindow(Protocol):
    def __call__(
        self, someone: Someone | None = None, look: Look = DESKTOP, *, service_worker: bool = False
    ) -> Window: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests come first: they are the longest, and next to each other they share one Chromium."""
    here = str(Path(__file__).parent)
    items.sort(key=lambda item: not str(item.path).startswith(here))


@pytest.fixture(scope="package")
def house_in_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHome]:
    with served_home(tmp_path_factory.mktemp("data")) as home:
        yield home


@pytest.fixture(scope="package")
def chromium(house_in_town: ServedHome) -> Iterator[Browser]:
    """Ends with this folder's last test, and before the house does: see `running_chromium`."""
    expect.set_options(timeout=PATIENCE)
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def home(house_in_town: ServedHome) -> ServedHome:
    """The application on a real port, with its clock running with the machine's."""
    house_in_town.clock.run()
    return house_in_town


@pytest.fixture
def window(chromium: Browser, home: ServedHome) -> Iterator[OpenWindow]:
    """Opens a browser, of somebody who is signed in or of nobody; at the end none of them may have complained."""
    opened: list[Window] = []

    def open_one(someone: Someone | None = None, look: Look = DESKTOP, *, service_worker: bool = False) -> Window:
        one = open_window(chromium, home, look, service_worker=service_worker)
        opened.append(one)
        if someone is not None:
            one.sign_in(someone)
        return one

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def own_place(home: ServedHome) -> Workplace:
    """A workspace of the test's own, to count what is in it."""
    return home.workplace()
