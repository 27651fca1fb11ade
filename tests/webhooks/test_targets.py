"""Where webhooks may lead: to public addresses, and to the very address that was looked at."""

import asyncio
import socket
from ipaddress import ip_address
from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.native.wire import done, problem
from tests.webhooks.hooks import act, hook, log
from tests.webhooks.receiver import Receiver
from uhrwerk.entrypoints.outgoing import is_public

PUBLIC = [
    "8.8.8.8",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "100.63.255.255",
    "100.128.0.0",
    "169.253.255.255",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
]
NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_anybodys_address_is_public(address: str) -> None:
    assert is_public(ip_address(address)) is True


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_private_or_reserved_address_is_not(address: str) -> None:
    assert is_public(ip_address(address)) is False


BAD = [
    "",
    "hooks.example.org/x",
    "//hooks.example.org/x",
    "ftp://hooks.example.org/x",
    "file:///etc/passwd",
    "http://",
    "http:///x",
    "http://user:password@hooks.example.org/",
    "http://user@8.8.8.8/",
    "http://[::1/",
    "http://8.8.8.8:99999/",
    "https://8.8.8.8/" + "x" * 2000,
    # Where they lead:
    "http://localhost/",
    "http://localhost./",
    "http://127.0.0.1:8600/v1/me",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0.0.0.0/",
    "http://0/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[fe80::1%25lo]/",
    "http://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://192.168.0.1/",
]


@pytest.mark.parametrize("url", BAD)
def test_a_bad_target_is_refused_when_it_is_kept(home: Home, elsewhere: Workplace, url: str) -> None:
    """`elsewhere` has the settings as they are by default."""
    body = {"name": "Hook", "url": url, "events": ["*"]}
    problem(home.http.post("/v1/webhooks", headers=elsewhere.admin.bearer, json=body), 400, "invalid", "url")


def test_a_changed_target_is_looked_at_too(home: Home, elsewhere: Workplace) -> None:
    made = hook(home, elsewhere, "https://8.8.8.8/hook")
    path = f"/v1/webhooks/{made['id']}"
    answer = home.http.patch(path, headers=elsewhere.admin.bearer, json={"url": "http://localhost/"})
    problem(answer, 400, "invalid", "url")
    home.clock.forward(hours=1)
    assert done(home.http.patch(path, headers=elsewhere.admin.bearer, json={"name": "N"}))["url"] == made["url"]


class Names:
    """A directory of names whose answers a test changes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.addresses: dict[str, list[str]] = {}
        self.asked: list[str] = []
        real = asyncio.BaseEventLoop.getaddrinfo

        async def getaddrinfo(loop: Any, host: Any, port: Any, **options: Any) -> Any:
            if host not in self.addresses:
                return await real(loop, host, port, **options)
            self.asked.append(host)
            if not self.addresses[host]:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in self.addresses[host]]

        monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(monkeypatch)


def test_a_name_with_one_private_address_among_others_is_refused(
    home: Home, elsewhere: Workplace, names: Names
) -> None:
    names.addresses["hooks.example"] = ["8.8.8.8", "10.0.0.1"]
    body = {"name": "Hook", "url": "http://hooks.example/", "events": ["*"]}
    problem(home.http.post("/v1/webhooks", headers=elsewhere.admin.bearer, json=body), 400, "invalid", "url")
    names.addresses["hooks.example"] = []
    problem(home.http.post("/v1/webhooks", headers=elsewhere.admin.bearer, json=body), 400, "invalid", "url")
    names.addresses["hooks.example"] = ["8.8.8.8", "8.8.4.4"]
    done(home.http.post("/v1/webhooks", headers=elsewhere.admin.bearer, json=body), 201)


def test_a_name_that_leads_elsewhere_by_now_is_looked_at_when_it_is_called(
    home: Home, elsewhere: Workplace, names: Names, receiver: Receiver
) -> None:
    names.addresses["hooks.example"] = ["8.8.8.8"]
    made = hook(home, elsewhere, f"http://hooks.example:{receiver.port}/")
    names.addresses["hooks.example"] = ["127.0.0.1"]
    act(home, elsewhere.owner, "start")
    home.send_webhooks()
    assert receiver.received == []
    assert "private" in log(home, elsewhere, made)[0]["error"]


def test_the_connection_goes_to_the_address_that_was_looked_at_and_names_the_host(
    home: Home, place: Workplace, names: Names, receiver: Receiver
) -> None:
    names.addresses["hooks.example"] = ["127.0.0.1"]
    hook(home, place, f"http://hooks.example:{receiver.port}/hook?key=1")
    act(home, place.owner, "start")
    names.asked.clear()
    home.send_webhooks()
    (told,) = receiver.received
    assert (told.path, told.headers["host"]) == ("/hook?key=1", f"hooks.example:{receiver.port}")
    assert names.asked == ["hooks.example"], "a second answer could lead elsewhere"


def test_the_next_address_is_tried_where_one_takes_no_connection(
    home: Home, place: Workplace, names: Names, receiver: Receiver
) -> None:
    names.addresses["hooks.example"] = ["127.0.0.9", "127.0.0.1"]
    hook(home, place, f"http://hooks.example:{receiver.port}/hook")
    act(home, place.owner, "start")
    home.send_webhooks()
    assert len(receiver.received) == 1
