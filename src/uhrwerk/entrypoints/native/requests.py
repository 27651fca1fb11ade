"""Request bodies of the native API: strict, and every field at fault is named."""

from types import NoneType, UnionType
from typing import Any, get_args

import msgspec
from litestar import Request
from litestar.datastructures import State

from uhrwerk.entrypoints.bodies import fill, json_object


class StrictRequest(Request[Any, Any, State]):
    """The framework would take `"1"` for a number and name the first fault only; this does neither."""

    async def json(self) -> msgspec.Struct:
        """The body as the route's form. Raises Malformed, Invalid."""
        form = self.route_handler.opt.get("form") or self._form_of_route()
        filled: msgspec.Struct = fill(form, json_object(await self.body()))
        return filled

    def _form_of_route(self) -> type[msgspec.Struct]:
        field = self.route_handler.parsed_data_field
        assert field is not None
        annotation = field.annotation
        if isinstance(annotation, UnionType):
            annotation = next(each for each in get_args(annotation) if each is not NoneType)
        self.route_handler.opt["form"] = annotation
        form: type[msgspec.Struct] = annotation
        return form
