"""Somebody's browser before they are signed in: it keeps the cookies that it is given, step by step."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.home import Home
from tests.web.browser import HTML, Page


@dataclass
class Visitor:
    """Redirects are not followed."""

    home: Home
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**HTML, "Accept-Language": self.language, **({"Cookie": jar} if jar else {})}
        headers |= options.pop("headers", {})
        self.home.http.cookies.clear()
        answer = self.home.http.request(method, path, headers=headers, follow_redirects=False, **options)
        self.home.http.cookies.clear()
        for said in answer.headers.get_list("set-cookie"):
            name, _, value = said.partition(";")[0].partition("=")
            if "max-age=0" in said.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value.strip('"')
        return answer

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.send("GET", path, **options)

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.send("POST", path, data=fields)

    def page(self, path: str, status: int = 200) -> Page:
        answer = self.get(path)
        assert answer.status_code == status, answer.text[:2000]
        return Page(answer)

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """Where the answer leads."""
        assert answer.status_code == 303, answer.text[:2000]
        return self.get(answer.headers["location"])

    def is_in(self) -> bool:
        answer = self.get("/account")
        assert answer.status_code in (200, 303)
        return answer.status_code == 200

    def token(self) -> str:
        """What the forms of one signed in bring back."""
        found = self.page("/account").all("input", name="csrf")[0]["value"]
        assert found is not None
        return found

    def change(self, path: str, **fields: str) -> httpx.Response:
        """A form of one signed in."""
        return self.post(path, csrf=self.token(), **fields)
