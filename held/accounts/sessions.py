"""Sign-ins as rows: of the secret in somebody's cookie only a keyed hash is kept, so that a copy of the tables opens
nobody's sign-in."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from held.keyring.secret import keyed_hash

COLUMN = 40  # characters of a session's key in Django's table: 160 bits of the hash


def kept_of(key: str) -> str:
    """What is kept of the secret in a cookie."""
    return keyed_hash(settings.SECRET_KEY, "held.sign-in", key)[:COLUMN]


class SessionStore(db.SessionStore):
    """Django's own, but that it never writes down the secret itself."""

    def exists(self, session_key: str) -> bool:
        """Whether somebody has this secret."""
        return super().exists(kept_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row for this sign-in, under the hash."""
        row = super().create_model_instance(data)
        row.session_key = kept_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """This sign-in, or the named one, ends."""
        key = session_key or self.session_key
        if key:
            super().delete(kept_of(key))

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = self.session_key
        row = (
            self.model.objects.filter(session_key=kept_of(key), expire_date__gt=timezone.now()).first() if key else None
        )
        if row is None:
            self._session_key = None
        return row
