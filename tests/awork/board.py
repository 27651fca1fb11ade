"""A board to test tasks on: statuses of the workspace, calls as somebody, what they answer."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.awork.contract import check
from tests.awork.wire import nothing
from tests.home import Home, Someone, Workplace
from uhrwerk.operations.catalog import PROJECTS, TASK_STATUSES
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx


@dataclass(frozen=True)
class Board:
    """A workplace whose workspace has the statuses `todo`, `doing` and `done`, and another project, `relaunch`."""

    home: Home
    place: Workplace
    todo: str
    doing: str
    done: str
    relaunch: str

    @property
    def admin(self) -> Someone:
        return self.place.admin

    def call(self, who: Someone, method: str, path: str, body: Any = None) -> httpx.Response:
        return self.home.http.request(method, f"/api/v1{path}", headers=who.awork_bearer, json=body)

    def get(self, path: str, who: Someone | None = None) -> Any:
        """What there is at the path, for the admin if nobody is named."""
        answer = self.call(who or self.admin, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, who: Someone | None = None) -> Any:
        """What a POST answers, None for nothing."""
        answer = self.call(who or self.admin, "POST", path, body)
        if answer.status_code == 204:
            nothing(answer)
            return None
        assert answer.status_code in (200, 207), answer.text
        return answer.json()

    def add(self, name: str = "Wireframes", who: Someone | None = None, **members: Any) -> dict[str, Any]:
        """A new task, of the place's project unless told."""
        form = {"name": name, "baseType": "projecttask", "entityId": self.place.project} | members
        made: dict[str, Any] = self.post("/tasks", form, who)
        check("TaskModel", made)
        return made

    def add_private(self, who: Someone, name: str = "Dentist", **members: Any) -> dict[str, Any]:
        """A new private task of somebody's own."""
        return self.add(name, who, **({"baseType": "private", "entityId": who.id} | members))

    def task(self, id: str, who: Someone | None = None) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/tasks/{id}", who)
        return found

    def add_list(self, name: str = "Sprint", project: str | None = None) -> str:
        id: str = self.post(f"/projects/{project or self.place.project}/tasklists", {"name": name})["id"]
        return id

    def entry(self, who: Someone, task_id: str, minutes: int = 60, **changes: Any) -> str:
        """Time of somebody's on a task, recorded just now; its id."""
        form = {"typeOfWorkId": self.place.type_of_work, "timezone": "Europe/Berlin", "taskId": task_id} | changes
        self.post("/me/timetracking/start", form, who)
        self.home.clock.forward(minutes=minutes)
        id: str = self.post("/me/timetracking/stop", None, who)["id"]
        return id

    def entries(self, who: Someone) -> list[dict[str, Any]]:
        """Somebody's time as the native face has it: no shape of this one comes between."""
        answer = self.home.http.get("/v1/time-entries", headers=who.bearer)
        found: list[dict[str, Any]] = answer.json()["items"]
        return found


def set_up(home: Home, place: Workplace) -> Board:
    async def build(tx: Tx) -> list[str]:
        actor, now = command_line_actor(place.id), home.clock.now
        columns = [("To do", "todo"), ("Doing", "progress"), ("Done", "done")]
        made = [
            (await TASK_STATUSES.add(tx, actor, now, {"name": name, "stage": stage, "position": position})).id
            for position, (name, stage) in enumerate(columns, 1)
        ]
        relaunch = {"name": "Relaunch", "key": "REL", "billable": False, "archived": False}
        return [*made, (await PROJECTS.add(tx, actor, now, relaunch)).id]

    return Board(home, place, *home.run(build))
