"""The OpenAPI document and its page, as somebody without the internet gets them."""

import re
from typing import Any

import httpx
import msgspec
import pytest
from jsonschema import Draft202012Validator

from tests.home import Home
from tests.native.wire import CHANGES, ROUTES, WITH_BODY
from uhrwerk.entrypoints.native.auth import ALL_SCOPES
from uhrwerk.entrypoints.native.examples import EXAMPLES
from uhrwerk.entrypoints.native.models.values import Kept

FILES = {"exportRecords": ("text/csv", "application/pdf")}
"""What is answered with a file, of one of these types."""

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def document(home: Home) -> dict[str, Any]:
    answer = home.http.get("/docs/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation by method and path, the names of path parameters left out."""
    return {
        f"{method.upper()} {re.sub('{.*?}', '{}', path)}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def plain(route: object) -> str:
    return re.sub("{.*?}", "{}", str(route)).partition("?")[0]


def validate(document: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    Draft202012Validator({"components": document["components"]} | schema).validate(value)


def test_it_is_openapi_31_and_knows_every_route_of_ours_and_no_vendors(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert set(operations(document)) == {plain(route) for route in ROUTES}
    assert all(path.startswith("/v1/") for path in document["paths"])


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    names = re.findall(r'"\$ref":"#/components/schemas/([^"]+)"', msgspec.json.encode(document).decode())
    assert names
    assert set(names) <= set(schemas)
    assert all(re.fullmatch("[A-Za-z]+", name) for name in schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_operations_have_names_of_their_own_and_say_what_they_do(document: dict[str, Any]) -> None:
    found = operations(document)
    assert len({operation["operationId"] for operation in found.values()}) == len(found)
    assert all(operation["summary"].endswith(".") and operation["tags"] for operation in found.values())


def test_every_operation_names_its_scope_of_the_bearer_token(document: dict[str, Any]) -> None:
    assert document["components"]["securitySchemes"]["bearer"] == {"type": "http", "scheme": "bearer"}
    found = operations(document)
    for route in ROUTES:
        assert found[plain(route)]["security"] == [{"bearer": [route.scope] if route.scope else []}]
    assert {route.scope for route in ROUTES if route.scope} == set(ALL_SCOPES)


REFUSED = {
    "GET /v1/me": {401},
    "GET /v1/timers/current": {400, 401, 403, 404},
    "POST /v1/timers/start": {400, 401, 403, 404, 409, 413, 422, 503},
    "POST /v1/timers/switch": {400, 401, 403, 404, 409, 412, 413, 422, 503},
    "GET /v1/time-entries/{}": {401, 403, 404},
    "PATCH /v1/time-entries/{}": {400, 401, 403, 404, 409, 412, 413, 503},
    "DELETE /v1/projects/{}": {400, 401, 403, 404, 409, 412, 503},
    "POST /v1/clients": {400, 401, 403, 404, 409, 413, 422, 503},
    "GET /v1/clients": {400, 401, 403},
}


def test_operations_name_what_they_may_be_refused_with(document: dict[str, Any]) -> None:
    found = operations(document)
    refused = {
        name: {int(status) for status in operation["responses"] if status >= "400"} for name, operation in found.items()
    }
    assert {name: refused[name] for name in REFUSED} == REFUSED
    for route in CHANGES:
        given = [each["in"] for each in found[plain(route)].get("parameters", ())]
        takes_something = "requestBody" in found[plain(route)] or set(given) - {"path"}
        assert refused[plain(route)] >= {401, 403, 404, 409} | ({400} if takes_something else set())
    for operation in found.values():
        for status, answer in operation["responses"].items():
            if status >= "400":
                content = answer["content"]["application/problem+json"]
                validate(document, content["schema"], content["example"])
                assert content["example"]["status"] == int(status)
                assert answer["description"]


def test_bodies_and_answers_have_examples_of_their_own_schema(document: dict[str, Any]) -> None:
    found = operations(document)
    assert {name for name, each in found.items() if "requestBody" in each} == {plain(each) for each in WITH_BODY}
    contents = [found[plain(route)]["requestBody"]["content"]["application/json"] for route in WITH_BODY]
    for operation in found.values():
        [(status, answer)] = [each for each in operation["responses"].items() if each[0] < "300"]
        assert ("content" in answer) is (status != "204")
        if operation["operationId"] in FILES:
            assert tuple(answer["content"]) == FILES[operation["operationId"]]
        else:
            contents += [answer["content"]["application/json"]] if status != "204" else []
    for content in contents:
        assert content["example"]
        validate(document, content["schema"], content["example"])


def test_bodies_that_may_be_left_out_are_not_required(document: dict[str, Any]) -> None:
    found = operations(document)
    for route in WITH_BODY:
        assert found[plain(route)]["requestBody"]["required"] is bool(route.body)


@pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: model.__name__)
def test_an_example_is_one_of_its_model(model: type[msgspec.Struct]) -> None:
    example = EXAMPLES[model]
    read = msgspec.convert(example, model, strict=False)
    assert example.keys() <= set(model.__struct_fields__)
    if model.__name__ in ("TimeEntry", "Attendance", "Person", "Me", "JournalEntry") or issubclass(model, Kept):
        assert msgspec.to_builtins(read).keys() == example.keys()


def page_of(home: Home, path: str) -> httpx.Response:
    answer = home.http.get(path)
    assert answer.status_code == 200, path
    return answer


@pytest.mark.parametrize("path", ["/docs", "/docs/"])
def test_the_page_runs_no_script_of_its_own_and_needs_nothing_from_elsewhere(home: Home, path: str) -> None:
    answer = page_of(home, path)
    assert answer.headers["content-type"].startswith("text/html")
    text = answer.text
    assert re.findall(r"<script(?![^>]* src=)", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    references = re.findall(r'(?:src|href)="([^"]*)"', text)
    assert len(references) == 4
    assert all(re.fullmatch(r"/[^/].*", reference) for reference in references)
    for reference in references:
        assert page_of(home, reference).content


def test_the_page_starts_on_our_own_document(home: Home) -> None:
    script = page_of(home, "/docs/start.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert '"/docs/openapi.json"' in script.text
    assert "://" not in script.text


@pytest.mark.parametrize("path", ["/docs", "/docs/start.js", "/docs/openapi.json"])
def test_everything_of_the_page_is_held_to_this_server(home: Home, path: str) -> None:
    headers = page_of(home, path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_type_of_a_problem_leads_to_its_description(home: Home) -> None:
    refused = home.http.get("/v1/me").json()
    path, _, anchor = refused["type"].partition("#")
    page = home.http.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert f'id="{anchor}"' in page.text
