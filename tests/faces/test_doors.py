"""Every door: its routes are made ready when they are asked for, so that a wrong one would be found late."""

from tests.home import Home
from uhrwerk.entrypoints.application import LateRoute


def test_every_route_can_be_made_ready(home: Home) -> None:
    routes = [each for each in home.routes() if isinstance(each, LateRoute)]
    assert len(routes) > 100
    for route in routes:
        route.make_ready(home.http.app)
        assert all(how is not None for _, how in route.route_handler_map.values()), route.path
