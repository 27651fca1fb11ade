"""Where an application may be sent back to."""

import pytest

from uhrwerk.operations.redirect_uris import fault, matches

GOOD = [
    "https://app.example.org/back",
    "https://app.example.org:8443/back?x=1&y=%20",
    "https://xn--bcher-kva.example/",
    "http://127.0.0.1/back",
    "http://127.0.0.1:4711/back",
    "http://[::1]:4711/back",
    "http://localhost:4711",
    "com.example.app:/back",
    "com.example.app://back",
]
BAD = [
    "",
    "back",
    "/back",
    "https://",
    "https:///back",
    "https://app.example.org/back#part",
    "https://user@app.example.org/",
    "https://app.example.org\\@evil.example.org/",
    "https://app.example.org:port/",
    "https://[::2]/",
    "https://bücher.example/",
    'https://app.example.org/"',
    "https://app.example.org/ back",
    "https://app.example.org;evil/",
    "http://app.example.org/",
    "http://127.0.0.1.example.org/",
    "http://localhost.example.org/",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "app:/back",
    "vbscript:x",
    "https://app.example.org/" + "x" * 2000,
]


@pytest.mark.parametrize("uri", GOOD)
def test_what_may_be_registered(uri: str) -> None:
    assert fault(uri) is None


@pytest.mark.parametrize("uri", BAD)
def test_what_may_not(uri: str) -> None:
    assert fault(uri)


@pytest.mark.parametrize(
    ("registered", "given", "same"),
    [
        ("https://a.example/b", "https://a.example/b", True),
        ("https://a.example/b", "https://a.example/b/", False),
        ("https://a.example/b", "https://A.example/b", False),
        ("https://a.example/b", "https://a.example:443/b", False),
        ("https://a.example/b", "https://a.example/b?x", False),
        ("http://127.0.0.1/b", "http://127.0.0.1:4711/b", True),
        ("http://127.0.0.1:1/b", "http://127.0.0.1:2/b", True),
        ("http://[::1]/b", "http://[::1]:4711/b", True),
        ("http://localhost/b", "http://localhost:4711/b", True),
        ("http://127.0.0.1/b", "http://localhost/b", False),
        ("http://127.0.0.1/b", "http://127.0.0.1:4711/c", False),
        ("http://127.0.0.1/b", "http://127.0.0.1:4711/b#x", False),
        ("http://127.0.0.1/b", "http://user@127.0.0.1/b", False),
        ("http://127.0.0.1/b", "https://127.0.0.1/b", False),
        ("http://127.0.0.1/b", "http://127.0.0.1:99999/b", False),
        ("com.example.app:/b", "com.example.app:/c", False),
    ],
)
def test_letter_by_letter_but_for_a_loopback_addresss_port(registered: str, given: str, same: bool) -> None:
    assert matches(registered, given) is same
