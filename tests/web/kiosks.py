"""A kiosk in a test: its tablet, people with PINs and badges, and what the tablet seals while it is offline."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.home import Home, Someone, Workplace
from uhrwerk.operations import kiosks, recognition
from uhrwerk.operations.workspaces import command_line_actor

PIN = "2580"


@dataclass
class Tablet:
    """A connected tablet: it has the kiosk's cookie, and speaks JSON as its page does."""

    home: Home
    kiosk_id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"uhrwerk_kiosk={self.token}", "Accept": "application/json", "Sec-Fetch-Site": "same-origin"}

    def people(self) -> dict[str, str]:
        """Everybody's state by name."""
        answer = self.home.http.get("/kiosk/people", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return {each["name"]: each["state"] for each in answer.json()["people"]}

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return self.home.http.post(f"/kiosk/{path}", headers=self.headers, json=body)

    def pin(self, person_id: str, pin: str = PIN) -> httpx.Response:
        return self.post("identify", {"way": "pin", "person_id": person_id, "pin": pin})

    def scan(self, text: str) -> httpx.Response:
        return self.post("identify", {"way": "scan", "text": text})

    def ticket(self, person: Someone, pin: str = PIN) -> str:
        answer = self.pin(person.id, pin)
        assert answer.status_code == 200, answer.text
        ticket: str = answer.json()["ticket"]
        return ticket

    def punch(self, ticket: str, act: str, **members: Any) -> httpx.Response:
        return self.post("punch", {"id": str(uuid4()), "act": act, "ticket": ticket, **members})

    def offline(self, act: str, at: datetime, claim: dict[str, str]) -> dict[str, Any]:
        """A punch as it is kept while nobody can check who made it."""
        kept = {"id": str(uuid4()), "act": act, "at": at.isoformat().replace("+00:00", "Z")}
        bound = "|".join((self.kiosk_id, kept["id"], kept["act"], kept["at"]))
        return kept | {"sealed": sealed(self.home.house.kiosk.public_key, bound, claim)}


def sealed(public_key: str, bound: str, claim: dict[str, str]) -> str:
    """As frontend/src/kiosk/seal.ts does it."""
    ours = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(public_key))
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = HKDF(SHA256(), 32, salt=point, info=b"uhrwerk kiosk").derive(ours.exchange(ec.ECDH(), theirs))
    content = AESGCM(key).encrypt(bytes(12), json.dumps(claim).encode(), bound.encode())
    return base64.b64encode(point + content).decode()


def add_kiosk(home: Home, workplace: Workplace, **members: Any) -> str:
    """A new kiosk's setup code."""
    given = {"name": "Front door", "zone": "Europe/Berlin", "language": "en"} | members
    actor, now = command_line_actor(workplace.id), home.clock.now
    return home.run(lambda tx: kiosks.add(tx, actor, now, given)).code


def connected(home: Home, workplace: Workplace, **members: Any) -> Tablet:
    """A new kiosk and its tablet."""
    code, now = add_kiosk(home, workplace, **members), home.clock.now
    made = home.run(lambda tx: kiosks.connect(tx, now, code))
    return Tablet(home, made.kiosk.id, made.token)


def give_pin(home: Home, place: Workplace, person: Someone, pin: str = PIN) -> None:
    hashed = home.house.kiosk.pin(place.id, person.id, pin)
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: recognition.set_pin(tx, actor, now, person.id, hashed))


def give_badge(home: Home, place: Workplace, person: Someone, says: str) -> str:
    """A badge's id."""
    hashed = home.house.kiosk.badge(place.id, says)
    actor, now = command_line_actor(place.id), home.clock.now
    return home.run(lambda tx: recognition.add_badge(tx, actor, now, person.id, "Blue tag", hashed)).id
