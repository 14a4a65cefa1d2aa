"""Appends entries to the audit log."""

from held.history.models import AuditEntry


def record(action: str, subject: str, *, by: object) -> None:
    """Append an entry. `subject` and `by` are pseudonymous keys, never words or names."""
    AuditEntry.objects.create(action=action, subject=subject, by=getattr(by, "key", None) or str(by))
