"""A workplace where people are away: types of absence, a team, contracts, and what is asked of the API about them."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import httpx

from tests.home import Home, Someone, Workplace
from tests.native.wire import done
from uhrwerk.operations import contracts
from uhrwerk.operations.records import new_record
from uhrwerk.operations.workspaces import change_setting, command_line_actor
from uhrwerk.storage.locks import PeriodLock
from uhrwerk.storage.locks import locks as shelf_of_locks
from uhrwerk.storage.store import Tx

HOUR: Final = 3600


class Site:
    """A workplace with its types of absence, a team of the lead and the owner, and forty hours a week for the owner."""

    def __init__(self, home: Home, place: Workplace) -> None:
        self.home, self.place = home, place
        admin = place.admin.bearer
        types = {"vacation": {"carry_over_days": "5", "carry_over_until": "03-31"}, "sick": {}, "training": {}}
        self.types = {
            kind: done(
                home.http.post("/v1/absence-types", headers=admin, json={"name": kind, "kind": kind} | more), 201
            )["id"]
            for kind, more in types.items()
        }
        self.team = done(home.http.post("/v1/teams", headers=admin, json={"name": "Studio"}), 201)["id"]
        for someone in (place.lead, place.owner):
            home.http.put(f"/v1/teams/{self.team}/members/{someone.id}", headers=admin)
        self.agree(place.owner)

    def agree(self, someone: Someone, **members: Any) -> None:
        """A contract from 2026 on, of forty hours in Hamburg and thirty days, unless said otherwise."""
        terms = {
            "starts_on": date(2026, 1, 1),
            "kind": "week",
            "weekly_seconds": 40 * HOUR,
            "region": "DE-HH",
            "vacation_days": Decimal(30),
        }
        actor, now = command_line_actor(self.place.id), self.home.clock.now
        self.home.run(lambda tx: contracts.add(tx, actor, now, someone.id, terms | members))

    def ask(self, someone: Someone, kind: str = "vacation", **members: Any) -> httpx.Response:
        body = {"absence_type_id": self.types[kind]} | members
        return self.home.http.post("/v1/absences", headers=someone.bearer, json=body)

    def given(self, someone: Someone, kind: str = "vacation", **members: Any) -> dict[str, Any]:
        """One that an admin entered, and that is therefore approved."""
        return done(self.ask(self.place.admin, kind, person_id=someone.id, **members), 201)

    def decide(self, someone: Someone, id: str, verb: str, reason: str | None = None) -> httpx.Response:
        body = None if reason is None else {"reason": reason}
        return self.home.http.post(f"/v1/absences/{id}/{verb}", headers=someone.bearer, json=body)

    def account(self, someone: Someone, **query: Any) -> dict[str, Any]:
        answer = self.home.http.get("/v1/entitlements/account", headers=someone.bearer, params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def entitle(self, someone: Someone, **members: Any) -> dict[str, Any]:
        body = {"person_id": someone.id, "year": 2026, **members}
        return done(self.home.http.post("/v1/entitlements", headers=self.place.admin.bearer, json=body), 201)

    def lock(self, through: date) -> None:
        actor, now = command_line_actor(self.place.id), self.home.clock.now

        async def close(tx: Tx) -> None:
            base = await new_record(tx, actor, now)
            await shelf_of_locks.add(tx, PeriodLock(**base, person_id=None, locked_through=through, note=None))

        self.home.run(close)

    def choose(self, name: str, value: Any) -> None:
        actor, now = command_line_actor(self.place.id), self.home.clock.now
        self.home.run(lambda tx: change_setting(tx, actor, now, name, value))
