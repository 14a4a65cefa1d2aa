"""The record of a family: what was asked and answered, each line chained to the one before it, without any content."""

import uuid

from django.db import transaction
from django.db.models import Max

from held.consent.models import Chain, ProofLine
from held.consent.record_lines import opened_line, sealed_line
from held.families.models import Family
from held.history.noting import note
from held.keyring.words import CannotOpen, Damaged, KeyGone, NoWrappingKey
from held.lib import chain
from held.lib.clock import now
from held.lib.stored_strings import RECORD_ENDED


def prove(family: Family, told: dict[str, str | int]) -> None:
    """Append one line; part of the caller's transaction. Of a family's steps one is written at a time.

    Without the family's key there is no record to go on with. The step counts all the same, and history notes that it
    has no line: a no must never fail because a key was lost.
    """
    Family.objects.select_for_update().get(pk=family.pk)
    record, _made = Chain.objects.get_or_create(family=family)
    last = ProofLine.objects.filter(chain=record).order_by("-number").first()
    try:
        before = _link(record, last) if last else None
        made = chain.next_link(before, record.name.hex, now().isoformat(timespec="microseconds"), told)
        sealed = sealed_line(family.key, record.name.hex, made)
    except (CannotOpen, NoWrappingKey):
        note("proof.left-out", f"chain {record.name}", by="program")
        return
    ProofLine.objects.create(chain=record, number=made.number, at=made.at, sealed=sealed)


def has_record(family: Family) -> bool:
    """Whether anything was asked yet. Nobody can answer before the family has asked, so this tells of no answer."""
    return Chain.objects.filter(family=family).exists()


def export_proof(family: Family) -> str:
    """The whole record, as lines that `held proof` verifies without us. Empty while nothing was asked yet. Raises
    KeyGone, Damaged.

    It tells who said no. What leaves this place towards the family is `sealing.seal_record`.
    """
    record = Chain.objects.filter(family=family).first()
    return "".join(chain.lines_of(record.name.hex, links_of(record))) if record else ""


def links_of(record: Chain) -> list[chain.Link]:
    """Every line of a record, as it stands today; none of one whose family was erased. Raises KeyGone, Damaged."""
    if record.family is None:
        return []
    return [_link(record, line) for line in ProofLine.objects.filter(chain=record).order_by("number")]


def broken_chains() -> list[uuid.UUID]:
    """The names of the records in which a line was changed, taken out or put in. One whose key is gone is not among
    them: of a key that was lost other findings tell."""
    records = Chain.objects.exclude(family=None).select_related("family").order_by("pk")
    return [record.name for record in records if _is_broken(record)]


@transaction.atomic
def end_chain(family: Family, *, by: object) -> None:
    """The family is erased: its record ends, and one line of it is left, whose number says how long it was. What it
    tells goes with the key of the family."""
    record = Chain.objects.select_for_update().filter(family=family).first()
    if record is None:
        return
    prove(family, {"act": RECORD_ENDED})
    lines = ProofLine.objects.filter(chain=record)
    lines.exclude(number=lines.aggregate(last=Max("number"))["last"]).delete()
    Chain.objects.filter(pk=record.pk).update(family=None)
    note("proof.ended", f"chain {record.name}", by=by)


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
