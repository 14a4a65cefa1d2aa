"""The record of a family: what was asked and answered, each line chained to the one before, without any content."""

import uuid

from django.db import transaction
from django.db.models import Max

from held.consent.models import Chain, ProofLine
from held.consent.record_lines import opened_line, sealed_line
from held.families.models import Family
from held.history import audit_log
from held.keyring.text import CannotOpen, Damaged, KeyGone, NoWrappingKey
from held.lib import chain
from held.lib.clock import now
from held.lib.stored_strings import RECORD_ENDED


def prove(family: Family, content: dict[str, str | int]) -> None:
    """Append one line, in the caller's transaction. Steps of one family are written one at a time.

    Without the family's key the record can't be continued. The step is still valid, and the audit log says that it has
    no line: a no must never fail because a key was lost.
    """
    Family.objects.select_for_update().get(pk=family.pk)
    record, _made = Chain.objects.get_or_create(family=family)
    last = ProofLine.objects.filter(chain=record).order_by("-number").first()
    try:
        before = _link(record, last) if last else None
        made = chain.next_link(before, record.name.hex, now().isoformat(timespec="microseconds"), content)
        sealed = sealed_line(family.key, record.name.hex, made)
    except (CannotOpen, NoWrappingKey):
        audit_log.record("proof.left-out", f"chain {record.name}", by="program")
        return
    ProofLine.objects.create(chain=record, number=made.number, at=made.at, sealed=sealed)


def has_record(family: Family) -> bool:
    """Whether anything was asked yet. Nobody can answer before being asked, so this reveals no answer."""
    return Chain.objects.filter(family=family).exists()


def export_proof(family: Family) -> str:
    """The whole record, as lines that `held proof` verifies without this installation. Empty if it has no line.

    It contains who said no; the family is given `sealing.seal_record` instead. Raises KeyGone, Damaged.
    """
    record = Chain.objects.filter(family=family).first()
    return "".join(chain.lines_of(record.name.hex, links_of(record))) if record else ""


def links_of(record: Chain) -> list[chain.Link]:
    """Every line of a record as it is today; empty for an erased family. Raises KeyGone, Damaged."""
    if record.family is None:
        return []
    return [_link(record, line) for line in ProofLine.objects.filter(chain=record).order_by("number")]


def broken_chains() -> list[uuid.UUID]:
    """The names of records with a changed, missing or inserted line.

    Records whose key is gone are left out: lost keys are reported by other findings.
    """
    records = Chain.objects.exclude(family=None).select_related("family").order_by("pk")
    return [record.name for record in records if _is_broken(record)]


@transaction.atomic
def end_chain(family: Family, *, by: object) -> None:
    """The family is erased: end its record and keep one line, whose number says how long the record was.

    The line's content is lost with the family's key.
    """
    record = Chain.objects.select_for_update().filter(family=family).first()
    if record is None:
        return
    prove(family, {"act": RECORD_ENDED})
    lines = ProofLine.objects.filter(chain=record)
    lines.exclude(number=lines.aggregate(last=Max("number"))["last"]).delete()
    Chain.objects.filter(pk=record.pk).update(family=None)
    audit_log.record("proof.ended", f"chain {record.name}", by=by)


def _is_broken(record: Chain) -> bool:
    try:
        return chain.verify(record.name.hex, links_of(record)) is not None
    except KeyGone:
        return False
    except Damaged:
        return True


def _link(record: Chain, line: ProofLine) -> chain.Link:
    key = record.family.key if record.family else ""
    return opened_line(key, record.name.hex, line.number, line.at, line.sealed)
