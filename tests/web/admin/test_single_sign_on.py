"""/admin/single-sign-on: an admin sets identity providers up; the secret is shown to nobody again."""

from tests.home import Home, Workplace
from tests.web.browser import Browser, Page
from uhrwerk.storage import identities

KEYCLOAK = {
    "name": "Keycloak",
    "issuer": "https://id.example.org/realms/nordlicht",
    "client_id": "uhrwerk",
    "secret": "never-shown-again",
    "domains": "nordlicht.example\r\nEXAMPLE.org",
    "makes_people": "yes",
}
PATH = "/admin/single-sign-on"


def test_a_provider_is_added_changed_and_removed(home: Home, own_place: Workplace) -> None:
    browser = Browser(home, own_place.admin)
    assert "No provider yet" in browser.page(PATH).texts
    assert "http://testserver.local/sso/callback" in browser.page(f"{PATH}/new").texts
    wrong = browser.post(f"{PATH}/new", {**KEYCLOAK, "issuer": "id.example.org", "name": ""})
    assert wrong.status_code == 422
    assert Page(wrong).problems == {"name": "Please fill this in."}
    wrong = browser.post(f"{PATH}/new", {**KEYCLOAK, "issuer": "id.example.org"})
    assert Page(wrong).problems == {"issuer": "must be an address such as https://id.example.org"}
    assert Page(wrong).value("client_id") == "uhrwerk"
    assert browser.post(f"{PATH}/new", KEYCLOAK).headers["location"] == f"{PATH}?done=added"
    [kept] = home.run(lambda tx: identities.providers_of(tx, own_place.id))
    assert kept.domains == ("nordlicht.example", "example.org")
    assert (kept.makes_people, kept.links_by_email) == (True, False)
    assert home.house.vault.unlock(kept.secret or "") == "never-shown-again"
    shown = browser.page(f"{PATH}/{kept.id}")
    assert shown.value("secret") == ""
    assert "never-shown-again" not in shown.answer.text
    assert f"http://testserver.local/sso/{own_place.id}/start" in browser.page(PATH).texts
    changes = {**KEYCLOAK, "secret": "", "links_by_email": "yes", "version": "1"}
    assert browser.post(f"{PATH}/{kept.id}", changes).headers["location"] == f"{PATH}?done=saved"
    [after] = home.run(lambda tx: identities.providers_of(tx, own_place.id))
    assert (after.secret, after.links_by_email, after.version) == (kept.secret, True, 2)
    late = browser.post(f"{PATH}/{kept.id}", changes)
    assert (late.status_code, "Somebody else has changed this" in late.text) == (422, True)
    assert "Sessions go on." in browser.get(f"{PATH}/{kept.id}/remove").text
    assert browser.post(f"{PATH}/{kept.id}/remove").headers["location"] == f"{PATH}?done=removed"
    assert home.run(lambda tx: identities.providers_of(tx, own_place.id)) == []
    assert browser.get(f"{PATH}/{kept.id}").status_code == 404


def test_it_is_for_admins(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    assert Browser(home, elsewhere.admin).post(f"{PATH}/new", KEYCLOAK).status_code == 303
    [kept] = home.run(lambda tx: identities.providers_of(tx, elsewhere.id))
    for somebody in (place.owner, place.lead, place.admin):
        browser = Browser(home, somebody)
        assert browser.get(f"{PATH}/{kept.id}").status_code == 404
        assert browser.post(f"{PATH}/{kept.id}/remove").status_code == 404
    assert Browser(home, place.lead).get(PATH).status_code == 404
