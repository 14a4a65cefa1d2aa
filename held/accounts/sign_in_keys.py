"""An account's keys: passkeys and paper codes (rows of allauth's `mfa`)."""

import base64
import unicodedata
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from held.accounts.models import Account, new_salt
from held.history import audit_log
from held.keyring.text import seal, unseal
from held.lib.stored_strings import SEALED_PASSKEY_NAME

LONGEST_NAME = 60


def has_key(account: Account) -> bool:
    """Whether the account has a passkey or an unused paper code."""
    if passkeys(account):
        return True
    return bool(unused_codes(account))


def passkeys(account: Account) -> list[Authenticator]:
    """The account's passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def anybody_has_passkey() -> bool:
    """Whether any passkey was made here: all passkeys are bound to the address at which they were made."""
    return bool(Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists())


def unused_codes(account: Account) -> list[str]:
    """The unused paper codes; each works once."""
    sheet = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(sheet).get_unused_codes() if sheet else []


@transaction.atomic
def add_passkey(account: Account, *, name: str, credential: dict[str, Any]) -> Authenticator:
    """Add a passkey that works from now on. Its name is sealed like all user text."""
    from allauth.mfa.webauthn.internal.auth import WebAuthn  # noqa: PLC0415  # importing it loads fido2, 65 ms

    passkey: Authenticator = WebAuthn.add(account, "", credential).instance
    if name:
        sealed = seal(account.key, _place_of_name(passkey), name[:LONGEST_NAME])
        passkey.data["name"] = base64.b64encode(sealed).decode()
        passkey.save()
    _note_key(account, "passkey.made")
    return passkey


def name_of(passkey: Authenticator, account: Account) -> str:
    """The owner's name for the passkey; empty if none."""
    sealed = passkey.data.get("name", "")
    return unseal(account.key, _place_of_name(passkey), base64.b64decode(sealed)) if sealed else ""


@transaction.atomic
def write_codes(account: Account) -> list[str]:
    """A new sheet of codes; those of the former sheet stop working."""
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    _note_key(account, "codes.written")
    return list(RecoveryCodes.activate(account).generate_codes())


@transaction.atomic
def use_code(account: Account, code: str) -> bool:
    """Use a code; returns whether it was valid. It works once. Typed spaces and dashes are ignored."""
    sheet = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return sheet is not None and bool(RecoveryCodes(sheet).validate_code(_typed(code)))


def account_of_sheet(typed: str) -> Account | None:
    """The account whose sheet of codes has this name, however it was typed."""
    return Account.objects.filter(handle=sheet_name(typed), is_active=True).first()


def sheet_name(typed: str) -> str:
    """The name of a sheet as stored: capitals, no spaces, no dashes."""
    return _typed(typed).upper()


@transaction.atomic
def remove_passkey(passkey: Authenticator, *, by: Account) -> None:
    """End this passkey; paper codes stay."""
    audit_log.record("passkey.removed", f"account {by.pk}", by=by)
    passkey.delete()


@transaction.atomic
def end_every_sign_in(account: Account) -> None:
    """End every sign-in of the account, on every device; keys stay."""
    account.sign_in_salt = new_salt()
    account.save(update_fields=["sign_in_salt"])
    audit_log.record("sign-ins.ended", f"account {account.pk}", by=account)


@transaction.atomic
def end_every_key(account: Account) -> None:
    """End every passkey, code and sign-in of the account."""
    Authenticator.objects.filter(user=account).delete()
    account.sign_in_salt = new_salt()
    account.save(update_fields=["sign_in_salt"])
    audit_log.record("keys.ended", f"account {account.pk}", by=account)


def _note_key(account: Account, act: str) -> None:
    Account.objects.filter(pk=account.pk).update(has_made_key=True)
    audit_log.record(act, f"account {account.pk}", by=account)


def _typed(given: str) -> str:
    plain = unicodedata.normalize("NFKC", given)
    return "".join(letter for letter in plain if letter.isalnum())


def _place_of_name(passkey: Authenticator) -> str:
    return SEALED_PASSKEY_NAME.format(passkey.pk)
