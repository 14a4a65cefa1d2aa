"""A sign-in begins, ends, and remembers for a quarter hour that a key was shown."""

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
    """This browser belongs to the account from now on; whoever was signed in before is signed out.

    `shown` is the kind of key they came in with, if any: a link is none.
    """
    logout(request)
    login(request, account, backend=BACKEND)
    if shown:
        key_was_shown(request, account, shown)


def key_was_shown(request: HttpRequest, account: Account, kind: str) -> None:
    """Remembered in this sign-in; `audiences.viewer_of` counts it for a quarter hour. The cookie changes: an older
    copy of it does not gain what the key opens."""
    request.session.cycle_key()
    here = this_moment()
    told = {"at": here.at.timestamp(), "uptime": here.uptime}
    record_authentication(request, account, method="mfa", type=kind, reauthenticated=True, **told)


def end_elsewhere(request: HttpRequest, account: Account) -> None:
    """Every sign-in of the account ends but this one."""
    end_every_sign_in(account)
    update_session_auth_hash(request, account)
