"""What the pages are made of beside HTML: found by name, kept by browsers, small on the wire."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.in_process import InProcess, in_process
from uhrwerk.entrypoints.application import Application
from uhrwerk.entrypoints.head import answering_head
from uhrwerk.entrypoints.web import assets
from uhrwerk.entrypoints.web.assets import asset_url

IMMUTABLE = "public, max-age=31536000, immutable"
FIRST_PAGE = ("app.js", "app.css", "icons.svg", "barlow-latin-400-normal.woff2", "barlow-latin-600-normal.woff2")


@pytest.fixture(scope="module")
def http() -> Iterator[InProcess]:
    """The doors of the assets alone: they need no house."""
    app = Application(route_handlers=[assets.router], openapi_config=None)
    app.asgi_handler = answering_head(app.asgi_handler)
    with in_process(app) as client:
        yield client


def test_what_has_a_hash_in_its_name_is_kept_for_ever_and_the_rest_asked_for_again(http: InProcess) -> None:
    for name, built in json.loads(assets.MANIFEST.read_bytes()).items():
        answer = http.get(f"/assets/{built}")
        hashed = name != built or name.startswith("chunk-")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, IMMUTABLE if hashed else "no-cache"), name
        again = http.get(f"/assets/{built}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = http.head(f"/assets/{built}")
        assert (head.status_code, head.content, head.headers) == (200, b"", answer.headers)
        other = http.get(f"/assets/{built}", headers={"If-None-Match": '"other"'})
        assert other.content == answer.content != b""


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("app.js", "text/javascript; charset=utf-8"),
        ("app.css", "text/css; charset=utf-8"),
        ("icons.svg", "image/svg+xml"),
        ("barlow-latin-400-normal.woff2", "font/woff2"),
    ],
)
def test_a_page_asks_by_the_name_of_the_source(http: InProcess, name: str, media_type: str) -> None:
    answer = http.get(asset_url(name))
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_stylesheet_and_the_scripts_find_their_parts(http: InProcess) -> None:
    """They name each other by what they are called beside each other."""
    style = http.get(asset_url("app.css")).text
    for weight in ("400", "600"):
        font = asset_url(f"barlow-latin-{weight}-normal.woff2")
        assert f"./{font.rpartition('/')[2]}" in style
        assert http.get(font).content[:4] == b"wOF2"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.1", "br"),
        ("GZIP", "gzip"),
        ("br;q=0.0,gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_it_is_compressed_as_the_browser_can_read_it(http: InProcess, accepted: str, coding: str | None) -> None:
    url = asset_url("app.js")
    plain = http.get(url, headers={"Accept-Encoding": ""})
    with http.stream("GET", url, headers={"Accept-Encoding": accepted}) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    if coding is None:
        assert sent == plain.content
    else:
        assert len(sent) < len(plain.content) / 2
        assert answer.headers["etag"] != plain.headers["etag"]
    if coding == "gzip":
        assert gzip.decompress(sent) == plain.content


def test_type_is_compressed_already(http: InProcess) -> None:
    answer = http.get(asset_url("barlow-latin-400-normal.woff2"), headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in answer.headers


def test_a_first_page_leaves_room_for_its_html(http: InProcess) -> None:
    """All that a page needs is at most 100 KB on the wire; its HTML takes the rest."""
    sizes = {}
    for name in FIRST_PAGE:
        with http.stream("GET", asset_url(name), headers={"Accept-Encoding": "br"}) as answer:
            sizes[name] = sum(len(part) for part in answer.iter_raw())
    assert sum(sizes.values()) <= 90_000, sizes


@pytest.mark.parametrize(
    "path",
    ["manifest.json", "app.js", "nothing-00000000.js", "..%2fassets.py", "%2e%2e%2fassets.py", "app.js.br", "%00", ""],
)
def test_nothing_else_is_served(http: InProcess, path: str) -> None:
    assert http.get(f"/assets/{path}").status_code == 404


def test_the_service_worker_lies_at_the_root_and_knows_all_files(http: InProcess) -> None:
    answer = http.get("/sw.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    for name in FIRST_PAGE:
        assert asset_url(name) in answer.text


def test_a_new_build_is_seen_by_a_running_server(
    http: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    for built_at, name in enumerate(("app-AAAAAAAA.js", "app-BBBBBBBB.js"), start=1):
        (tmp_path / name).write_text(name)
        (tmp_path / "manifest.json").write_text(json.dumps({"app.js": name}))
        os.utime(tmp_path / "manifest.json", (built_at, built_at))
        assert asset_url("app.js") == f"/assets/{name}"
        assert http.get(asset_url("app.js")).text == name
    assert http.get("/assets/app-AAAAAAAA.js").status_code == 404
