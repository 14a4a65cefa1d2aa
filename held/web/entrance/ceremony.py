"""The messages between browser and server about a passkey; allauth and fido2 do the computing.

Both are imported when the first passkey is asked for: fido2 takes 65 ms, which would delay the start.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from held.accounts.models import Account

# Any browser can send anything here; the libraries report malformed data with many exceptions.
_MADE_UP = (ValueError, TypeError, KeyError, AttributeError, OverflowError)


class NotThisTime(Exception):
    """The passkey was not accepted: a different one, an old challenge, or something that is no passkey."""


def ask_to_make(account: Account) -> dict[str, Any]:
    """The challenge for a new passkey that can be found without a name and asks for finger, face or PIN."""
    from allauth.mfa.webauthn.internal import auth  # noqa: PLC0415

    return dict(auth.begin_registration(account, True))


def read_made(request: HttpRequest, account: Account) -> dict[str, Any]:
    """The new passkey that the browser sent, checked. Raises NotThisTime."""
    from allauth.mfa.webauthn.forms import AddWebAuthnForm  # noqa: PLC0415

    data = {"credential": request.POST.get("credential", ""), "passwordless": "on"}
    return dict(_checked(AddWebAuthnForm(data=data, user=account)))


def ask_to_show(account: Account | None) -> dict[str, Any]:
    """The challenge for a passkey of this account, or, if nobody is signed in, for any passkey of this installation."""
    from allauth.mfa.webauthn.internal import auth  # noqa: PLC0415

    return dict(auth.begin_authentication(account))


def read_shown(request: HttpRequest, account: Account | None) -> Authenticator:
    """The passkey that was shown, checked. Raises NotThisTime."""
    from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm  # noqa: PLC0415

    data = {"credential": request.POST.get("credential", "")}
    form = LoginWebAuthnForm(data=data) if account is None else AuthenticateWebAuthnForm(data=data, user=account)
    passkey = _checked(form)
    if not isinstance(passkey, Authenticator):
        raise NotThisTime
    return passkey


def _checked(form: Any) -> Any:
    try:
        good = form.is_valid()
    except _MADE_UP:
        raise NotThisTime from None
    if not good:
        raise NotThisTime
    return form.cleaned_data["credential"]
