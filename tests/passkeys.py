"""A passkey as a phone would make it, for tests without a browser."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils.http import int_to_base36
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from held.accounts import sign_in_keys
from held.accounts.models import Account

PRESENT_AND_VERIFIED = 0x45
SIGNED = 0x05  # the same, without a new credential
HOST = hashlib.sha256(b"localhost").digest()


@dataclass(frozen=True)
class Phone:
    """A device with the private key of one passkey, which answers challenges with it."""

    account: Account
    private: ec.EllipticCurvePrivateKey
    credential_id: bytes

    def answer(self, question: dict[str, Any]) -> str:
        """What the browser sends for this challenge, as JSON."""
        challenge = websafe_decode(question["publicKey"]["challenge"])
        client = CollectedClientData.create("webauthn.get", challenge, "http://localhost")
        data = AuthenticatorData.create(HOST, SIGNED, 0)
        signature = self.private.sign(bytes(data) + client.hash, ec.ECDSA(hashes.SHA256()))
        name = websafe_encode(self.credential_id)
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(int_to_base36(self.account.pk).encode()),
        }
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def give_passkey(account: Account, *, name: str = "") -> Authenticator:
    """A valid passkey of this account, whose private key nobody has."""
    return _give(account, ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16), name)


def give_phone(account: Account) -> Phone:
    """A passkey of this account, and the device that has it."""
    phone = Phone(account, ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16))
    _give(account, phone.private, phone.credential_id)
    return phone


def _give(account: Account, private: ec.EllipticCurvePrivateKey, credential_id: bytes, name: str = "") -> Authenticator:
    public = ES256.from_cryptography_key(private.public_key())
    made = AttestedCredentialData.create(b"\0" * 16, credential_id, public)
    attested = AttestationObject.create("none", AuthenticatorData.create(HOST, PRESENT_AND_VERIFIED, 0, made), {})
    client = CollectedClientData.create("webauthn.create", secrets.token_bytes(32), "http://localhost")
    sent_id = websafe_encode(made.credential_id)
    response = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attested)}
    credential = {"id": sent_id, "rawId": sent_id, "type": "public-key", "response": response}
    return sign_in_keys.add_passkey(account, name=name, credential=credential)
