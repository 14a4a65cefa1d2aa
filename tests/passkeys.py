"""A passkey as a phone would have made it, for tests in which no browser takes part."""

import hashlib
import secrets

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from held.accounts import keys
from held.accounts.models import Account

PRESENT_AND_VERIFIED = 0x45


def give_passkey(account: Account) -> Authenticator:
    """A passkey of this account, well-formed, whose private half nobody has."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(b"\0" * 16, secrets.token_bytes(16), public)
    host = hashlib.sha256(b"localhost").digest()
    attested = AttestationObject.create("none", AuthenticatorData.create(host, PRESENT_AND_VERIFIED, 0, made), {})
    client = CollectedClientData.create("webauthn.create", secrets.token_bytes(32), "http://localhost")
    name = websafe_encode(made.credential_id)
    response = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attested)}
    credential = {"id": name, "rawId": name, "type": "public-key", "response": response}
    return keys.add_passkey(account, name="", credential=credential)
