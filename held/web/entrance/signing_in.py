"""Begins and ends sign-ins, and remembers for a quarter hour that a key was shown."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest

from held.accounts.models import Account
from held.accounts.sign_in_keys import end_every_sign_in
from held.uptime.moments import this_moment

BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSKEY = str(Authenticator.Type.WEBAUTHN)
PAPER = str(Authenticator.Type.RECOVERY_CODES)


def sign_in(request: HttpRequest, account: Account, *, shown: str = "") -> None:
    """Sign this browser in to the account; somebody who was signed in before is signed out.

    `shown` is the kind of key they used, if any: a link is not a key.
    """
    logout(request)
    login(request, account, backend=BACKEND)
    if shown:
        key_was_shown(request, account, shown)


def key_was_shown(request: HttpRequest, account: Account, kind: str) -> None:
    """Remember in this sign-in that a key was shown; `audiences.viewer_of` counts it for a quarter hour. The session
    cookie changes: an older copy of it does not gain what the key allows."""
    request.session.cycle_key()
    here = this_moment()
    moment = {"at": here.at.timestamp(), "uptime": here.uptime}
    record_authentication(request, account, method="mfa", type=kind, reauthenticated=True, **moment)


def end_elsewhere(request: HttpRequest, account: Account) -> None:
    """End every sign-in of the account but this one."""
    end_every_sign_in(account)
    update_session_auth_hash(request, account)
