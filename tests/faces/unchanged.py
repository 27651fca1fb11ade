"""What a refused act must leave as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.home import Home, Workplace


def kept(home: Home, place: Workplace) -> dict[str, Any]:
    """Everything the workspace keeps that an act on the owner's clock could touch, and the journal of it."""
    return {
        path: home.http.get(path, headers=place.admin.bearer).json()["items"]
        for path in (
            f"/v1/time-entries?limit=500&person_id={place.owner.id}",
            f"/v1/attendance?limit=500&person_id={place.owner.id}",
            f"/v1/journal?limit=500&person_id={place.owner.id}",
            "/v1/journal?limit=500&workspace=true",
            "/v1/clients?limit=500",
            "/v1/projects?limit=500",
            "/v1/tasks?limit=500",
        )
    }


@contextmanager
def unchanged(home: Home, place: Workplace) -> Iterator[None]:
    """No record and no journal row comes, goes or changes in between."""
    before = kept(home, place)
    yield
    assert kept(home, place) == before
