"""The one secret of an installation, and what is derived from it.

It lies in the data directory and not in the database, so that who can write the one cannot forge the other.
"""

import hmac
import os
import tempfile
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Final

from uhrwerk.config import WrongSetting

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

FILE: Final = "uhrwerk.key"
CERTIFICATE_FILE: Final = "uhrwerk.crt"
CERTIFIED_FOR: Final = timedelta(days=365 * 30)
P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Private keys of the curve are the numbers below it (SEC 2, 2.4.2)."""
BYTES: Final = 32
REMEMBERED: Final = 10_000
POINT: Final = 65
"""Bytes of a point of the curve, uncompressed (SEC 1, 2.3.3)."""
CODE_PREFIX: Final = "UHR"


class Vault:
    """Encrypts the secrets that must be read again (a vendor's signing secret). AES-128-CBC with HMAC: Fernet."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        # Every signed request needs its secret: the last ones are kept at hand.
        self.unlock = lru_cache(maxsize=REMEMBERED)(self._unlock)

    @cached_property
    def _fernet(self) -> "Fernet":
        # Imported with the first secret: the library takes a tenth of an idle server's memory.
        from cryptography.fernet import Fernet

        return Fernet(urlsafe_b64encode(self._key))

    def lock(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def _unlock(self, locked: str) -> str:
        """Raises WrongSetting if it was locked with another key."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(locked).decode()
        except InvalidToken:
            raise WrongSetting(f"A secret in the database was encrypted with another {FILE}.") from None

    def read(self, locked: str) -> str | None:
        """What a page brings back; None if it was not locked here."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(locked.encode()).decode()
        except InvalidToken:
            return None


class Signer:
    """Signs what a page gives away and gets back, so that it comes back as it was. It can be read by all."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, content: bytes) -> str:
        return f"{_base64(content)}.{_base64(self._signature(content))}"

    def read(self, signed: str) -> bytes | None:
        """The content; None if it was not signed here."""
        content, _, signature = signed.partition(".")
        try:
            raw, given = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (content, signature))
        except ValueError:
            return None
        return raw if hmac.compare_digest(self._signature(raw), given) else None

    def _signature(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, "sha256")


class Notary:
    """Signs what is shown to others, so that they see that it comes from this installation: ECDSA over P-256 with
    SHA-256, which openssl and PDF readers know.

    The key follows from the installation's secret. Its certificate lies beside the secret: it is made once, so that
    who has trusted it need not do so again.
    """

    def __init__(self, key: bytes, data_dir: Path) -> None:
        self._key = key
        self._path = data_dir / CERTIFICATE_FILE

    @cached_property
    def private_key(self) -> "EllipticCurvePrivateKey":
        return _p256(self._key)

    @cached_property
    def public_key(self) -> bytes:
        """DER, as certificates have it (SubjectPublicKeyInfo)."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return self.private_key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def fingerprint(self) -> str:
        """The hex SHA-256 of the public key."""
        return sha256(self.public_key).hexdigest()

    def sign(self, digest: bytes) -> bytes:
        """A signature (DER) of what has that SHA-256."""
        from cryptography.hazmat.primitives.asymmetric import ec, utils
        from cryptography.hazmat.primitives.hashes import SHA256

        return self.private_key.sign(digest, ec.ECDSA(utils.Prehashed(SHA256())))

    def has_signed(self, digest: bytes, signature: bytes) -> bool:
        """Whether the signature is ours, of what has that SHA-256."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import ec, utils
        from cryptography.hazmat.primitives.hashes import SHA256

        try:
            self.private_key.public_key().verify(signature, digest, ec.ECDSA(utils.Prehashed(SHA256())))
        except InvalidSignature:
            return False
        return True

    def certificate(self, now: datetime) -> bytes:
        """The installation's self-signed certificate (DER); made where there is none for this key."""
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import Encoding

        with suppress(FileNotFoundError, ValueError):
            kept = x509.load_pem_x509_certificate(self._path.read_bytes())
            if kept.public_key() == self.private_key.public_key():
                return kept.public_bytes(Encoding.DER)
        made = _self_signed(self.private_key, self.fingerprint, now)
        _put(self._path, made.public_bytes(Encoding.PEM))
        return made.public_bytes(Encoding.DER)


def _self_signed(key: "EllipticCurvePrivateKey", fingerprint: str, now: datetime) -> "x509.Certificate":
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Uhrwerk installation {fingerprint[:16]}")])
    only_signs = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + CERTIFIED_FOR)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.add_extension(only_signs, critical=True).sign(key, SHA256())


def _put(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, mode 0600: several processes may do so at once."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(temporary, path)


class KioskKeys:
    """What the kiosk keeps and reads: PINs and badges as keyed hashes, people's own codes, and what a tablet sealed
    while it was offline.

    A PIN is short: a hash without a key would be tried out in seconds by whoever got hold of the database. The key is
    not in there. Tablets seal for the public key: ECDH over P-256 with a key of their own for each punch, HKDF and
    AES-GCM, as browsers have them.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def pin(self, workspace_id: str, person_id: str, pin: str) -> str:
        """The hex hash of a person's PIN; two people's of the same digits do not look alike."""
        return self._mac("pin", workspace_id, person_id, pin).hex()

    def badge(self, workspace_id: str, content: str) -> str:
        """The hex hash of what a reader typed. Readers write the same badge with colons, blanks or neither."""
        plain = "".join(character for character in content.upper() if character.isalnum())
        return self._mac("badge", workspace_id, plain).hex()

    def code(self, badge_id: str) -> str:
        """What the QR code of that badge says: 128 bits, in letters and digits that every keyboard layout has."""
        return CODE_PREFIX + self._mac("code", badge_id).hex()[:32].upper()

    @cached_property
    def tickets(self) -> Signer:
        """Signs what says that somebody has been recognised."""
        return Signer(self._mac("ticket"))

    @cached_property
    def public_key(self) -> str:
        """The uncompressed point in Base64, as WebCrypto imports it (`raw`)."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        point = self._private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return b64encode(point).decode()

    @cached_property
    def _private_key(self) -> "EllipticCurvePrivateKey":
        return _p256(self._mac("seal"))

    def open(self, sealed: str, bound: str) -> bytes | None:
        """What a tablet sealed for us together with the text `bound`; None where it did not.

        `sealed` is Base64 of the tablet's point (65 bytes), then what AES-GCM gave.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        try:
            raw = b64decode(sealed, validate=True)
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[:POINT])
            shared = self._private_key.exchange(ec.ECDH(), theirs)
            key = HKDF(SHA256(), 32, salt=raw[:POINT], info=b"uhrwerk kiosk").derive(shared)
            # The key is used once: its nonce may always be the same.
            return AESGCM(key).decrypt(bytes(12), raw[POINT:], bound.encode())
        except (ValueError, InvalidTag):
            return None

    def _mac(self, *parts: str) -> bytes:
        return hmac.digest(self._key, "\x00".join(parts).encode(), "sha256")


def _p256(seed: bytes) -> "EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(int.from_bytes(seed) % (P256_ORDER - 1) + 1, ec.SECP256R1())


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Keys:
    journal: bytes
    vault: Vault
    signer: Signer
    notary: Notary
    kiosk: KioskKeys


def load_keys(data_dir: Path) -> Keys:
    """Read the key, or make it (mode 0600) where there is none. Raises WrongSetting for one that is not ours."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(token_bytes(BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    try:
        master = bytes.fromhex(path.read_text().strip())
    except ValueError:
        master = b""
    if len(master) != BYTES:
        raise WrongSetting(f"{path} is not a key: {BYTES} bytes in hex are expected.")
    return Keys(
        journal=_derived(master, "journal"),
        vault=Vault(_derived(master, "vault")),
        signer=Signer(_derived(master, "signer")),
        notary=Notary(_derived(master, "notary"), data_dir),
        kiosk=KioskKeys(_derived(master, "kiosk")),
    )


def _derived(master: bytes, purpose: str) -> bytes:
    return hmac.digest(master, f"uhrwerk {purpose}".encode(), "sha256")
