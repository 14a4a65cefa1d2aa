"""How allauth's passkeys and paper codes fit this place: no sign-up, no mail, secrets sealed."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from held.accounts.models import Account
from held.lib.stored_strings import HKDF_PAPER_CODES
from held.place.first_host import this_place
from held.web.network import network_key


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Nobody signs up: people are invited by a link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's form
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The key of the person's network in a rate limit: never an address, not even in memory."""
        return network_key(request)

    def is_reauthentication_required(self, *_args: Any, **_kwargs: Any) -> bool:
        """Never by allauth: our own pages ask for a key, by `access.KeyNeeded`."""
        return False

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Sends no mail: nobody has set it up."""

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Does nothing: our own pages say what happened."""


class KeysOfThisPlace(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """The names that a phone shows with a passkey, and the encryption of paper codes."""

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """What the phone shows beside the passkey: the name they gave, or the name of their paper sheet."""
        shown = user.name or user.handle
        return {"id": str(user.pk).encode(), "display_name": shown, "name": shown}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name of this installation, and the host name to which the passkey is bound for ever."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        entity["name"] = this_place().name or "held"
        return entity

    def encrypt(self, text: str) -> str:
        """Encrypt the seed of a sheet of codes with the installation's secret, which no dated copy contains."""
        return _lid().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt it."""
        return _lid().decrypt(encrypted_text.encode()).decode()


def _lid() -> Fernet:
    key = HKDF(SHA256(), 32, None, HKDF_PAPER_CODES).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
