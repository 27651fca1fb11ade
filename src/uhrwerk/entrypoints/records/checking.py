"""Checking a file that comes back: is it as this installation signed it, and does the journal still bear it out?"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from uhrwerk.entrypoints.records.csv_file import NoProof, Proof, read_proof
from uhrwerk.entrypoints.records.pdf_file import ATTACHMENT
from uhrwerk.keys import Notary
from uhrwerk.operations import journal
from uhrwerk.storage.store import Tx

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: a line for each fault, none where all fits; `chains` that the file rests on."""

    faults: list[str]
    chains: int = 0


def read(content: bytes, notary: Notary) -> tuple[Proof | None, list[str]]:
    """The proof of a file as this installation signed it, else why it is none."""
    if content.startswith(b"%PDF-"):
        faults = _faults_of_pdf(content, notary)
        if faults:
            return None, faults
        attached = _attachment(content)
        if attached is None:
            return None, [f"there is no {ATTACHMENT} in the document"]
        content = attached
    try:
        proof = read_proof(content)
    except NoProof as error:
        return None, [f"not a whole export: {error}"]
    faults = _faults_of_csv(proof, notary)
    return (None if faults else proof), faults


async def against_journal(tx: Tx, proof: Proof, progress: Callable[[int], None] = lambda chains: None) -> Checked:
    """Whether every chain that the file names still holds and had that very end when it had so many rows."""
    faults = []
    for number, chain in enumerate(proof.chains, 1):
        fault = await journal.contradiction(tx, proof.workspace_id, chain.person_id, chain.rows, chain.seal)
        if fault is not None:
            faults.append(f"workspace {proof.workspace_id} subject {chain.person_id} {fault}")
        progress(number)
    return Checked(faults, len(proof.chains))


def _faults_of_csv(proof: Proof, notary: Notary) -> list[str]:
    ours = notary.has_signed(proof.signed, proof.signature)
    if proof.fingerprint != notary.fingerprint and not ours and _FINGERPRINT.fullmatch(proof.fingerprint):
        return [f"signed by another installation: its key is {proof.fingerprint}, ours {notary.fingerprint}"]
    if proof.hashed != proof.stated:
        return ["the content was changed: it is not what was hashed"]
    if not ours or proof.fingerprint != notary.fingerprint:
        return ["the content was changed: it is not what was signed"]
    return []


def _faults_of_pdf(content: bytes, notary: Notary) -> list[str]:
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        signatures = PdfFileReader(io.BytesIO(content)).embedded_signatures
        if len(signatures) != 1:
            return [f"the document has {len(signatures)} signatures, an export has one"]
        certificate: Certificate = signatures[0].signer_cert
        if certificate.public_key.dump() != notary.public_key:
            return [f"signed by another installation: {certificate.subject.human_friendly}"]
        trusted = ValidationContext(trust_roots=[certificate], allow_fetching=False)
        status = validate_pdf_signature(signatures[0], trusted)
    # Anything may stand in a file that somebody hands in, and each layer of the reader has exceptions of its own.
    except Exception as error:
        return [f"the document cannot be read: {' '.join(str(error).split())}"]
    if not (status.intact and status.valid):
        return ["the content was changed: it is not what was signed"]
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return ["something was added after the signature"]
    return []


def _attachment(content: bytes) -> bytes | None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    root: Any = PdfFileReader(io.BytesIO(content)).root
    try:
        names = list(root["/Names"]["/EmbeddedFiles"]["/Names"])
        found = dict(zip(map(str, names[::2]), names[1::2], strict=True))[ATTACHMENT]
        attached: bytes = found.get_object()["/EF"]["/F"].data
    except (KeyError, ValueError):
        return None
    return attached
