"""Sign-ins as rows: only a keyed hash of the cookie's secret is stored, so a copy of the tables signs nobody in.

A sign-in ends by the earlier of two clocks: held/uptime/moments.py.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

from held.keyring.secret import keyed_hash
from held.lib.stored_strings import HASH_OF_SIGN_IN
from held.uptime.moments import Moment, has_ended, has_ended_for_good, this_moment

COLUMN = 40  # characters of a session's key in Django's table: 160 bits of the hash
ENDS_UPTIME = "ends_uptime"  # in the session's data; Django's table has no column for it


def kept_of(key: str) -> str:
    """The stored hash of a cookie's secret."""
    return keyed_hash(settings.SECRET_KEY, HASH_OF_SIGN_IN, key)[:COLUMN]


class SessionStore(db.SessionStore):
    """Django's store, but it never stores the secret itself, and its end is checked by two clocks."""

    _ended_by_clock_alone = ""  # the secret, if the sign-in continues should the machine's clock turn out to be wrong

    def exists(self, session_key: str) -> bool:
        """Whether this secret belongs to a row."""
        return super().exists(kept_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row for this sign-in, under the hash; saving again restarts its duration."""
        end = this_moment().after(timedelta(seconds=self.get_session_cookie_age()))
        row = super().create_model_instance(data | {ENDS_UPTIME: end.uptime})
        row.session_key, row.expire_date = kept_of(row.session_key), end.at
        return row

    def load(self) -> dict[str, Any]:
        """The data of this sign-in; empty once it has ended."""
        row = self._get_session_from_db()
        if row is None:
            return {}
        data = self.decode(row.session_data)
        end = _end(row, data)
        if not has_ended(end):
            return data
        if not has_ended_for_good(end):
            self._ended_by_clock_alone = self.session_key or ""
        self._session_key = None
        return {}

    def is_empty(self) -> bool:
        """Whether the browser may delete the cookie.

        It keeps the cookie while the sign-in has ended by the machine's clock alone, which may be ahead for a minute;
        but not once somebody signs out, which changes the session.
        """
        return super().is_empty() and (self.modified or not self._ended_by_clock_alone)

    def delete(self, session_key: str | None = None) -> None:
        """End this sign-in, or the named one, for good, even while it has ended by the machine's clock alone."""
        key = session_key or self.session_key or self._ended_by_clock_alone
        if key:
            super().delete(kept_of(key))

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = self.session_key
        row = self.model.objects.filter(session_key=kept_of(key)).first() if key else None
        if row is None:
            self._session_key = None
        return row


def take_ended_away() -> None:
    """Delete the rows of sign-ins that have ended for good.

    One that has ended by the machine's clock alone stays until the installation has run for its days as well.
    """
    store = SessionStore()
    for row in store.model.objects.all():
        if has_ended_for_good(_end(row, store.decode(row.session_data))):
            row.delete()


def _end(row: AbstractBaseSession, data: dict[str, Any]) -> Moment:
    """The end by both clocks; removes the uptime end from `data`.

    A row of the version before has none: its days began before uptime was counted.
    """
    return Moment(row.expire_date, int(data.pop(ENDS_UPTIME, settings.SESSION_COOKIE_AGE)))
