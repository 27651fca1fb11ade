"""Where letters are handed in, as the settings say it; a wrong one is named, and no password is repeated."""

import pytest

from uhrwerk.config import Encryption, MailServer, Settings, WrongSetting

SENDER = "Uhrwerk <clock@example.org>"


def read(url: str | None, sender: str | None = SENDER) -> MailServer | None:
    given = {"UHRWERK_SMTP_URL": url, "UHRWERK_MAIL_FROM": sender}
    return Settings.from_environment({name: value for name, value in given.items() if value is not None}).mail


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, Encryption.STARTTLS, SENDER)),
        ("smtp://127.0.0.1:1025?starttls=no", MailServer("127.0.0.1", 1025, Encryption.NONE, SENDER)),
        ("smtp://h:25/?starttls=yes", MailServer("h", 25, Encryption.STARTTLS, SENDER)),
        ("smtps://a%40b:p%C3%A4ss%2F@[::1]", MailServer("::1", 465, Encryption.TLS, SENDER, "a@b", "päss/")),
    ],
)
def test_a_url_says_how_a_mail_server_is_spoken_to(url: str, server: MailServer) -> None:
    assert read(url) == server


def test_without_them_no_letters_are_sent() -> None:
    assert read(None, None) is None
    assert read("", "") is None


@pytest.mark.parametrize(
    ("url", "sender", "named"),
    [
        ("http://h", SENDER, "UHRWERK_SMTP_URL"),
        ("smtp://", SENDER, "UHRWERK_SMTP_URL"),
        ("smtp://u:secret@h:x", SENDER, "UHRWERK_SMTP_URL"),
        ("smtp://u:secret@h/path", SENDER, "UHRWERK_SMTP_URL"),
        ("smtp://u:secret@h?starttls=perhaps", SENDER, "UHRWERK_SMTP_URL"),
        ("smtp://h", None, "UHRWERK_MAIL_FROM"),
        (None, SENDER, "UHRWERK_SMTP_URL"),
        ("smtp://h", "Uhrwerk", "UHRWERK_MAIL_FROM"),
        ("smtp://h", "a@b\nBcc: c@d", "UHRWERK_MAIL_FROM"),
    ],
)
def test_a_wrong_one_is_named(url: str | None, sender: str | None, named: str) -> None:
    with pytest.raises(WrongSetting, match=named) as error:
        read(url, sender)
    assert "secret" not in str(error.value)
