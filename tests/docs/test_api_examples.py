"""The guide of the native API is run from top to bottom, as one story."""

import json
from typing import Any

from tests.docs.pages import Example, examples, page
from tests.home import Home, Workplace

ANYTHING = "…"


def test_the_guides_examples_are_answered_as_they_say(home: Home, place: Workplace) -> None:
    known = {
        "TOKEN": place.owner.native,
        "ADMIN": place.admin.native,
        "OWNER": place.owner.id,
        "PROJECT": place.project,
        "TASK": place.task,
    }
    story = list(examples(page("docs/api.md")))
    assert len(story) > 20
    for example in story:
        home.clock.forward(minutes=example.minutes_before)
        members = _play(home, example, known)
        for name, member in example.keep:
            known[name] = members[member]


def _play(home: Home, example: Example, known: dict[str, str]) -> Any:
    first, headers, body = _message(example.request, known)
    method, path = first.split()
    headers.setdefault("Authorization", f"Bearer {known['TOKEN']}")
    answer = home.http.request(method, path, headers=headers, content=body.encode())
    status, expected_headers, expected_body = _message(example.answer, known)
    where = f"docs/api.md:{example.line} {first}: {answer.status_code} {answer.text}"
    assert answer.status_code == int(status.split()[1]), where
    for name, value in expected_headers.items():
        assert answer.headers[name] == value, where
    if not expected_body:
        return None
    assert _shows(json.loads(expected_body), answer.json()), where
    return answer.json()


def _message(block: str, known: dict[str, str]) -> tuple[str, dict[str, str], str]:
    """First line, headers and body, with `$NAME` replaced."""
    for name, value in sorted(known.items(), key=lambda pair: -len(pair[0])):
        block = block.replace(f"${name}", value)
    head, _, body = block.partition("\n\n")
    first, *lines = head.strip().splitlines()
    return first, dict(line.split(": ", 1) for line in lines), body.strip()


def _shows(expected: Any, found: Any) -> bool:
    """Whether what the page shows is there; objects are shortened, lists are whole."""
    match expected:
        case dict():
            return isinstance(found, dict) and all(
                name in found and _shows(expected[name], found[name]) for name in expected
            )
        case list():
            return len(expected) == len(found) and all(map(_shows, expected, found))
        case _:
            return bool(found) if expected == ANYTHING else bool(expected == found)
