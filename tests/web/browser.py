"""A browser without a screen: the session's cookie, the page's token, the forms that it fills in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

import httpx

from tests.home import Home, Someone
from uhrwerk.entrypoints.web.visit import COOKIE
from uhrwerk.operations import sessions
from uhrwerk.operations.credentials import token_hash
from uhrwerk.storage import credentials
from uhrwerk.storage.store import Tx

HTML: Final = {"Accept": "text/html"}


def session_token(home: Home, someone: Someone) -> str:
    """A new session of that person, without the form."""
    now = home.clock.now

    async def begin(tx: Tx) -> str:
        workspace_id = await _workspace_of(tx, someone)
        return (await sessions.begin(tx, now, workspace_id, someone.id, "test")).token

    return home.run(begin)


async def _workspace_of(tx: Tx, someone: Someone) -> str:
    found = await credentials.by_hash(tx, token_hash("native", someone.native))
    assert found is not None
    return found.workspace_id


def signed_in(home: Home, someone: Someone) -> dict[str, str]:
    """The header of a browser in which that person is signed in."""
    return {"Cookie": f"{COOKIE}={session_token(home, someone)}"}


class Page(HTMLParser):
    """What a page is made of: its tags with their attributes, and its texts."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag; `class_` and `data_x` stand for `class` and `data-x`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [had for name, had in self.tags if name == tag and wanted.items() <= had.items()]

    def value(self, name: str) -> str | None:
        """What stands in the field."""
        [found] = [had for _, had in self.tags if had.get("name") == name]
        return found.get("value")

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong, by field: the text of the element that the field is described by."""
        texts = dict(_problem_texts(self.answer.text))
        return {name: text for name, text in texts.items() if text}


class _Problems(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._at: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        identity = dict(attrs).get("id") or ""
        if tag == "p" and identity.startswith("problem-"):
            self._at = identity.removeprefix("problem-")
            self.found[self._at] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._at = None

    def handle_data(self, data: str) -> None:
        if self._at is not None:
            self.found[self._at] = (self.found[self._at] + data).strip()


def _problem_texts(html: str) -> dict[str, str]:
    parser = _Problems()
    parser.feed(html)
    return parser.found


@dataclass
class Browser:
    """Somebody's browser, signed in, in a language. `get` and `post` are what links and forms do; redirects are not
    followed."""

    home: Home
    someone: Someone
    language: str = "en"
    cookies: dict[str, str] = field(init=False)
    _token: str | None = None

    def __post_init__(self) -> None:
        self.cookies = signed_in(self.home, self.someone)

    @property
    def headers(self) -> dict[str, str]:
        return {**HTML, **self.cookies, "Accept-Language": self.language}

    def get(self, path: str, **options: Any) -> httpx.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        return self.home.http.get(path, headers=headers, follow_redirects=False, **options)

    def page(self, path: str, status: int = 200) -> Page:
        answer = self.get(path)
        assert answer.status_code == status, answer.text[:2000]
        return Page(answer)

    def post(self, path: str, fields: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        """Send a form, with the token that our own pages have."""
        headers = {**self.headers, "X-CSRF-Token": self.token, **options.pop("headers", {})}
        return self.home.http.post(path, data=fields or {}, headers=headers, follow_redirects=False, **options)

    @property
    def token(self) -> str:
        if self._token is None:
            self._token = self.page("/").all("input", name="csrf")[0]["value"]
        assert self._token is not None
        return self._token
