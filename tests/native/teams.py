"""A place whose lead leads somebody."""

from tests.home import Home, Workplace
from tests.native.wire import done


def with_team(home: Home, place: Workplace) -> Workplace:
    """Put the lead and the owner into one team."""
    mine = place.admin.bearer
    team = done(home.http.post("/v1/teams", headers=mine, json={"name": "Studio"}), 201)["id"]
    for someone in (place.lead, place.owner):
        home.http.put(f"/v1/teams/{team}/members/{someone.id}", headers=mine)
    return place
