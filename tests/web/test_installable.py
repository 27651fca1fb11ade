"""The web app as an application to install: its manifest, and the page for when there is no connection."""

import pytest

from tests.home import Home


@pytest.mark.parametrize(("language", "name"), [("en", "Uhrwerk time clock"), ("de", "Uhrwerk Zeiterfassung")])
def test_the_manifest_names_it_and_its_icons_are_there(home: Home, language: str, name: str) -> None:
    answer = home.http.get("/manifest.webmanifest", headers={"Accept-Language": language})
    assert answer.headers["content-type"].partition(";")[0] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["name"], manifest["lang"], manifest["start_url"]) == (name, language, "/")
    for icon in manifest["icons"]:
        got = home.http.get(icon["src"])
        assert (got.status_code, got.headers["content-type"].partition(";")[0]) == (200, icon["type"])
        if icon["type"] == "image/png":
            width, height = (int.from_bytes(got.content[at : at + 4]) for at in (16, 20))
            assert f"{width}x{height}" == icon["sizes"]
    assert "maskable" in {icon.get("purpose") for icon in manifest["icons"]}


def test_the_page_for_no_connection_needs_nobody_signed_in(home: Home) -> None:
    answer = home.http.get("/offline", headers={"Accept": "text/html", "Accept-Language": "de"})
    assert answer.status_code == 200
    assert "Der Server ist nicht erreichbar." in answer.text
