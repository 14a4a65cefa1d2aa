"""Accounts and the one-time links that lead to them."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from held.keyring.sealed import SealedText
from held.keyring.text import new_key
from held.lib.clock import now
from held.lib.data_policy import data_policy
from held.lib.stored_strings import HASH_OF_SIGN_IN, SEALED_ACCOUNT_NAME
from held.uptime.moments import Moment, expected_end, expected_over, has_ended, wait_is_over

RECOVERY_WAITS = timedelta(hours=24)  # between request and opening, so that the family can stop it
# Of uptime, at least: if the machine runs for less than six hours a day, the link would be open for fewer days than
# on others.
RECOVERY_OPENS_FOR = timedelta(days=3)
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without characters that look like others on paper


def new_handle() -> str:
    """The name of an account's sheet of paper codes: eight letters, easy to copy, revealing nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def new_salt() -> str:
    """The value on which every sign-in of an account depends; a new one ends them all."""
    return secrets.token_hex(16)


class Account(AbstractBaseUser):
    """An account, signed in by keys. It has no password and no e-mail address, and visits are not recorded.

    `has_made_key`: they made a passkey or wrote paper codes once, even if they have lost every key since.
    """

    data_policy = data_policy(
        export="sealed_name",
        shred="sealed_name handle sign_in_salt is_active",
        keep="id key has_made_key",
        restore="close",
    )

    password = None  # type: ignore[assignment]  # Django's way to remove an inherited field
    last_login = None  # Django's way to remove an inherited field
    handle = models.CharField(max_length=16, unique=True, default=new_handle)
    key = models.CharField(max_length=32, unique=True, default=new_key)
    sealed_name = models.BinaryField(null=True)
    name = SealedText(SEALED_ACCOUNT_NAME, column="sealed_name", number="handle", optional=True)
    sign_in_salt = models.CharField(max_length=32, default=new_salt)
    is_active = models.BooleanField(default=True)
    has_made_key = models.BooleanField(default=False)

    USERNAME_FIELD = "handle"
    objects = BaseUserManager()

    def has_usable_password(self) -> bool:
        """Always False: there are no passwords."""
        return False

    def get_session_auth_hash(self) -> str:
        """Changes when `sign_in_salt` changes, which ends every sign-in of this account."""
        return salted_hmac(HASH_OF_SIGN_IN, self.sign_in_salt, algorithm="sha256").hexdigest()


class Link(models.Model):
    """A link that lets one account come in once, between two moments. Only the hash of its token is stored.

    Each moment is stored by both clocks: held/uptime/moments.py. The wait protects the account, and the end keeps
    people out. A link with a wait is open for at least `RECOVERY_OPENS_FOR`, because its wait can last longer than the
    date shows.
    """

    class Purpose(models.TextChoices):
        """What the link was made for."""

        FIRST = "FIRST"
        INVITATION = "INVITATION"
        RECOVERY = "RECOVERY"

    data_policy = data_policy(
        shred="account token_hash used_from",
        keep="id purpose starts_at starts_uptime ends_at ends_uptime used_at used_uptime made_by",
        restore="close",
    )

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    starts_at = models.DateTimeField(default=now)
    starts_uptime = models.BigIntegerField(default=0)
    ends_at = models.DateTimeField()
    ends_uptime = models.BigIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    used_uptime = models.BigIntegerField(default=0)
    used_from = models.CharField(max_length=64, blank=True, default="")  # hash of that browser's secret
    made_by = models.CharField(max_length=80)

    def can_be_used(self) -> bool:
        """Whether it opens now: begun, not ended, not used."""
        return self.used_at is None and self.has_begun() and not self.has_ended()

    def has_begun(self) -> bool:
        """Whether its wait is over. A link without a wait opens at once, whatever the clocks say."""
        return not self._wait() or wait_is_over(self._made(), self._wait())

    def has_ended(self) -> bool:
        """Whether it may have ended."""
        return has_ended(Moment(self.ends_at, self.ends_uptime), not_before=self._opens_until())

    def opens_at(self) -> datetime:
        """When its wait is over, if held runs until then."""
        return expected_over(self._made(), self._wait())

    def closes_at(self) -> datetime:
        """When it ends, if held runs until then."""
        return expected_end(Moment(self.ends_at, self.ends_uptime), not_before=self._opens_until())

    def was_used_within(self, span: timedelta) -> bool:
        """Whether it was used, and no longer ago than `span`."""
        return self.used_at is not None and not has_ended(Moment(self.used_at, self.used_uptime).after(span))

    def _wait(self) -> timedelta:
        return RECOVERY_WAITS if self.purpose == self.Purpose.RECOVERY else timedelta(0)

    def _opens_until(self) -> int:
        """Until this uptime (seconds) the date alone doesn't end it; `held.access.recoveries` uses the same rule."""
        return self.starts_uptime + int(RECOVERY_OPENS_FOR.total_seconds()) if self._wait() else 0

    def _made(self) -> Moment:
        return Moment(self.starts_at, self.starts_uptime).after(-self._wait())
