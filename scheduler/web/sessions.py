"""Log-ins kept in the database, so that each can be seen and ended. The name is one that Django asks for."""

import hashlib
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from scheduler.store import models


class SessionStore(DatabaseStore):
    """Django's, over a table that says whose a session is and knows only the hash of its key."""

    row: models.Session | None = None
    """The stored session, once it was read."""

    @classmethod
    def get_model_class(cls) -> type[models.Session]:
        """Our table."""
        return models.Session

    @property
    def model(self) -> type[models.Session]:
        """The same, as Django's class asks for it."""
        return models.Session

    def _get_session_from_db(self) -> models.Session | None:
        key = hashed(self._session_key or "")
        row = models.Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None  # a key that we did not give is never taken up
        self.row = row
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is a session of this key."""
        return super().exists(hashed(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> models.Session:
        """The row to store; what is known of the person is written by `store.sessions`."""
        key = hashed(self._get_or_create_session_key())  # type: ignore[attr-defined]  # not in django-stubs
        return models.Session(session_key=key, session_data=self.encode(data), expire_date=self.get_expiry_date())

    def save(self, must_create: bool = False) -> None:
        """Store the data. Of a row that exists only the data is written: who it belongs to stays."""
        if self.session_key is None:
            self.create()
        elif must_create:
            super().save(must_create=True)
        else:
            self._update()

    def _update(self) -> None:
        row = self.create_model_instance(self._session)  # type: ignore[attr-defined]  # not in django-stubs
        rows = models.Session.objects.filter(session_key=row.session_key)
        if rows.update(session_data=row.session_data, expire_date=row.expire_date) != 1:
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one by default."""
        key = session_key or self.session_key
        if key:
            models.Session.objects.filter(session_key=hashed(key)).delete()


def hashed(key: str) -> str:
    """What the table knows of a session's key: a copy of the database lets nobody in."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]
