"""Users, companies, projects with their types and statuses, teams, types of work."""

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from tests.awork.operations.stage import Line, Maker, Stage, line, project, type_of_work, user
from uhrwerk.operations import people
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor

ROLE: Final = "00000000-0000-7000-8000-00000000001e"
"""Any role of a project will do."""


def new(path: str, form: Any) -> Maker:
    """The id of something made for the call."""

    def make(stage: Stage) -> str:
        id: str = stage.make(path, form)["id"]
        return id

    return make


a_type_of_work = new("/typeofwork", {"name": "Testing"})
a_company = new("/companies", {"name": "Südwind"})
a_project = new("/projects", {"name": "Intranet"})
a_type = new("/projecttypes", {"name": "Internal"})
a_team = new("/teams", {"name": "North"})


def a_status(stage: Stage) -> str:
    """A status of the workplace's project alone."""
    form = {"name": "Waiting", "type": "stuck"}
    id: str = stage.make(f"/projects/{stage.place.project}/projectstatuses", form)["id"]
    return id


def a_detail(owner: Callable[[Stage], str], path: str) -> Maker:
    """A contact detail of somebody's."""

    def make(stage: Stage) -> str:
        id: str = stage.make(f"/{path}/{owner(stage)}/contactinfo", {"type": "phone", "value": "+49 30 1"})["id"]
        return id

    return make


def after(maker: Maker, query: str = "") -> Maker:
    """The query, once there is something to find."""

    def make(stage: Stage) -> str:
        maker(stage)
        return query

    return make


def company(stage: Stage) -> str:
    return stage.place.client


def member(stage: Stage) -> dict[str, Any]:
    return {"userId": stage.place.owner.id, "projectRoleId": ROLE, "isResponsible": True}


def project_with_member(stage: Stage) -> str:
    id: str = a_project(stage)
    stage.make(f"/projects/{id}/addprojectmember", member(stage))
    return id


def team_with_all(stage: Stage) -> str:
    """A team with the colleague and the workplace's project."""
    id: str = a_team(stage)
    stage.make(f"/teams/{id}/addusers", [stage.place.colleague.id])
    stage.make(f"/teams/{id}/addprojects", [stage.place.project])
    return id


def a_leaver(stage: Stage) -> str:
    """Somebody whom no other call is about."""
    actor, now = command_line_actor(stage.place.id), stage.home.clock.now
    new = NewPerson(f"leaver-{uuid4()}", "leaver@example.org", "Leaver", "Example")
    return stage.home.run(lambda tx: people.add(tx, actor, now, new)).id


NAMED: Final = {"name": "Renamed", "description": "D", "icon": "star"}
DETAIL: Final = {"type": "address", "isAddress": True, "city": "Kiel"}

LINES: Final[list[Line]] = [
    line("GET /me"),
    line("GET /users/me"),
    line("GET /users"),
    line("GET /users/{userId}", userId=user),
    line("PUT /users/{userId}", userId=user, body={"title": "Dr.", "birthDate": "1990-02-03T00:00:00Z"}),
    line("DELETE /users/{userId}", userId=a_leaver),
    line("POST /users/{userId}/deactivate", userId=a_leaver, status=204),
    line("POST /users/{userId}/deactivate", userId=a_leaver, query="?includeSummary=true"),
    line("POST /users/{userId}/activate", userId=a_leaver),
    line("POST /users/{userId}/setarchived", userId=a_leaver, body={"isArchived": True}),
    line("GET /users/{userId}/capacity", userId=user),
    line("PUT /users/{userId}/capacity", userId=user, body={"mon": 28800, "tue": 14400}),
    line("GET /users/autofill/{email}", email="colleague@example.org"),
    line("GET /users/autofill/{email}", email="nobody@example.org", status=204),
    line("GET /users/{userId}/contactinfo", userId=user),
    line("POST /users/{userId}/contactinfo", userId=user, body=DETAIL),
    line("GET /users/{userId}/contactinfo/{contactInfoId}", userId=user, contactInfoId=a_detail(user, "users")),
    line(
        "PUT /users/{userId}/contactinfo/{contactInfoId}",
        userId=user,
        contactInfoId=a_detail(user, "users"),
        body=DETAIL,
    ),
    line("DELETE /users/{userId}/contactinfo/{contactInfoId}", userId=user, contactInfoId=a_detail(user, "users")),
    line("GET /companies"),
    line("POST /companies", body={"name": "Ostsee", "description": "D", "industry": "Sports"}),
    line("GET /companies/industries"),
    line("GET /companies/{companyId}", companyId=company),
    line("PUT /companies/{companyId}", companyId=a_company, body={"name": "Südwind GmbH"}),
    line("POST /companies/{companyId}/delete", companyId=a_company, body={}),
    line("POST /companies/{companyId}/contactinfo", companyId=company, body=DETAIL),
    line("GET /companies/{companyId}/contactinfo", companyId=company, query=after(a_detail(company, "companies"))),
    line(
        "GET /companies/{companyId}/contactinfo/{contactInfoId}",
        companyId=company,
        contactInfoId=a_detail(company, "companies"),
    ),
    line(
        "PUT /companies/{companyId}/contactinfo/{contactInfoId}",
        companyId=company,
        contactInfoId=a_detail(company, "companies"),
        body=DETAIL,
    ),
    line(
        "DELETE /companies/{companyId}/contactinfo/{contactInfoId}",
        companyId=company,
        contactInfoId=a_detail(company, "companies"),
    ),
    line("GET /projects"),
    line(
        "POST /projects",
        body=lambda stage: {
            "name": "Shop",
            "projectKey": "SHOP",
            "description": "D",
            "startDate": "2026-03-01T00:00:00Z",
            "dueDate": "2026-04-01T00:00:00Z",
            "companyId": stage.place.client,
            "timeBudget": 36000,
            "isBillableByDefault": True,
            "projectTypeId": a_type(stage),
            "color": "red",
        },
    ),
    line("GET /projects/{projectId}", projectId=project),
    line("PUT /projects/{projectId}", projectId=a_project, body={"name": "Intranet 2", "isPrivate": True}),
    line("GET /projects/key/{projectKey}", projectKey="WEB"),
    line("POST /projects/{projectId}/setprojectkey", projectId=a_project, body={"projectKey": "INTRA"}),
    line("GET /projects/{projectId}/members", projectId=project_with_member),
    line("POST /projects/{projectId}/addprojectmember", projectId=a_project, body=member),
    line("POST /projects/{projectId}/updateprojectmember", projectId=project_with_member, body=member),
    line(
        "POST /projects/{projectId}/removeprojectmember",
        projectId=project_with_member,
        body=lambda stage: {"userId": stage.place.owner.id},
    ),
    line(
        "POST /projects/{projectId}/changestatus",
        projectId=project,
        body=lambda stage: {"projectStatusId": a_status(stage)},
    ),
    line(
        "POST /projects/{projectId}/changeprojecttype",
        projectId=project,
        body=lambda stage: {"projectTypeId": a_type(stage)},
    ),
    line("POST /projects/{projectId}/delete", projectId=a_project, body={"deleteTimeTrackings": True}),
    line(
        "POST /projects/batch/{operation}",
        operation="changeProjectType",
        body=lambda stage: {"projectIds": [a_project(stage)], "projectTypeId": a_type(stage)},
    ),
    line(
        "POST /projects/{projectId}/projectstatuses", projectId=project, body={"name": "Later", "type": "not-started"}
    ),
    line("GET /projects/{projectId}/projectstatuses", projectId=project, query=after(a_status)),
    line(
        "POST /projects/{projectId}/updateprojectstatusorder",
        projectId=project,
        body=lambda stage: {"projectStatusId": a_status(stage), "order": 0},
    ),
    line("GET /projects/{projectId}/typeofwork", projectId=project),
    line("GET /projectstatuses", query=after(a_status)),
    line("GET /projectstatuses/{projectStatusId}", projectStatusId=a_status),
    line("PUT /projectstatuses/{projectStatusId}", projectStatusId=a_status, body={"name": "Done", "type": "closed"}),
    line("POST /projectstatuses/{projectStatusId}/setarchived", projectStatusId=a_status, body={"isArchived": True}),
    line("POST /projectstatuses/{projectStatusId}/delete", projectStatusId=a_status, body={}),
    line("POST /projecttypes", body=NAMED),
    line("GET /projecttypes", query=after(a_type)),
    line("GET /projecttypes/icons"),
    line("GET /projecttypes/{projectTypeId}", projectTypeId=a_type),
    line("PUT /projecttypes/{projectTypeId}", projectTypeId=a_type, body=NAMED),
    line("POST /projecttypes/{projectTypeId}/setarchived", projectTypeId=a_type, body={"isArchived": True}),
    line("POST /projecttypes/{projectTypeId}/delete", projectTypeId=a_type, body={}),
    line("POST /teams", body={"name": "South", "icon": "star", "color": "red"}),
    line("GET /teams", query=after(a_team, "?includeUserIds=true&includeProjectIds=true")),
    line("GET /teams/{teamId}", teamId=team_with_all, query="?includeUserIds=true&includeProjectIds=true"),
    line("PUT /teams/{teamId}", teamId=a_team, body={"name": "Northwest"}),
    line("DELETE /teams/{teamId}", teamId=a_team),
    line("POST /teams/{teamId}/addusers", teamId=a_team, body=lambda stage: [stage.place.colleague.id]),
    line("POST /teams/{teamId}/removeusers", teamId=team_with_all, body=lambda stage: [stage.place.colleague.id]),
    line("POST /teams/{teamId}/addprojects", teamId=a_team, body=lambda stage: [stage.place.project]),
    line("POST /teams/{teamId}/removeprojects", teamId=team_with_all, body=lambda stage: [stage.place.project]),
    line("GET /typeofwork"),
    line("POST /typeofwork", body=NAMED),
    line("GET /typeofwork/icons"),
    line("GET /typeofwork/{typeOfWorkId}", typeOfWorkId=type_of_work),
    line("PUT /typeofwork/{typeOfWorkId}", typeOfWorkId=a_type_of_work, body=NAMED),
    line("POST /typeofwork/{typeOfWorkId}/setarchived", typeOfWorkId=a_type_of_work, body={"isArchived": True}),
    line(
        "POST /typeofwork/{typeOfWorkId}/delete",
        typeOfWorkId=a_type_of_work,
        body=lambda stage: {"typeOfWorkId": stage.place.type_of_work},
    ),
]

UNSERVED: Final[dict[str, str]] = {}
