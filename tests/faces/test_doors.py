"""Every door: its routes are made ready when they are asked for, so that a wrong one would be found late."""

from copy import deepcopy
from importlib import import_module

from litestar import Router

from tests.home import Home
from uhrwerk.entrypoints.application import LateRoute
from uhrwerk.entrypoints.http import DOORS


def test_every_route_can_be_made_ready(home: Home) -> None:
    routes = [each for each in home.routes() if isinstance(each, LateRoute)]
    assert len(routes) > 100
    for route in routes:
        route.make_ready(home.http.app)
        assert all(how is not None for _, how in route.route_handler_map.values()), route.path


def test_every_route_is_found_before_anything_is_open(home: Home) -> None:
    """Whoever asks first has what lies there opened, wherever in the house it lies."""
    for wing in DOORS:
        module, _, name = wing.at.partition(":")
        loaded = getattr(import_module(f"uhrwerk.entrypoints.{module}"), name)
        paths = {each.path for each in deepcopy(loaded).routes} if isinstance(loaded, Router) else loaded.paths
        for path in paths:
            opened = home.http.app._on_the_way_to(path)
            assert wing.at in {each.at for each in opened}, path
