"""The keys an account keeps: passkeys and paper codes (rows of allauth's `mfa`)."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from held.accounts.models import Account, new_salt
from held.history.noting import note


def has_key(account: Account) -> bool:
    """Whether the account has a passkey or a paper code that still opens."""
    if passkeys(account):
        return True
    return bool(unused_codes(account))


def passkeys(account: Account) -> list[Authenticator]:
    """The account's passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def unused_codes(account: Account) -> list[str]:
    """The paper codes that still open, each once."""
    sheet = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(sheet).get_unused_codes() if sheet else []


@transaction.atomic
def write_codes(account: Account) -> list[str]:
    """A fresh sheet of codes; those of the former sheet open nothing any more."""
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    note("codes.written", f"account {account.pk}", by=account)
    return list(RecoveryCodes.activate(account).generate_codes())


@transaction.atomic
def use_code(account: Account, code: str) -> bool:
    """Whether the code was good; it opens once."""
    sheet = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return sheet is not None and RecoveryCodes(sheet).validate_code(code.replace(" ", ""))


@transaction.atomic
def remove_passkey(passkey: Authenticator, *, by: Account) -> None:
    """This passkey opens nothing any more; paper codes stay."""
    note("passkey.removed", f"account {by.pk}", by=by)
    passkey.delete()


@transaction.atomic
def end_every_key(account: Account) -> None:
    """Every passkey, code and sign-in of the account ends."""
    Authenticator.objects.filter(user=account).delete()
    account.sign_in_salt = new_salt()
    account.save(update_fields=["sign_in_salt"])
    note("keys.ended", f"account {account.pk}", by=account)
