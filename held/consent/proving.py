"""The record of a family: what was asked and answered, each line chained to the one before it, without any content."""

import uuid
from hashlib import sha256

from django.db import transaction

from held.consent.models import Chain, ProofLine
from held.families.models import Family
from held.history.noting import note
from held.lib import chain
from held.lib.clock import now


def prove(family: Family, told: dict[str, str | int]) -> ProofLine:
    """Append one line; part of the caller's transaction. Of a family's steps one is written at a time."""
    Family.objects.select_for_update().get(pk=family.pk)
    record, _made = Chain.objects.get_or_create(family=family)
    last = ProofLine.objects.filter(chain=record).order_by("-number").first()
    before = _link(last) if last else None
    made = chain.next_link(before, record.name.hex, now().isoformat(timespec="microseconds"), told)
    return ProofLine.objects.create(
        chain=record, number=made.number, at=made.at, told=made.told, before=made.before, hash=made.hash
    )


def scope_in_proof(scope: str) -> str:
    """A scope without content: which newspaper it was stands in the record as a hash that only its name leads to."""
    kind, colon, name = scope.partition(":")
    return f"{kind}:{sha256(name.encode()).hexdigest()[:32]}" if colon else kind


def has_record(family: Family) -> bool:
    """Whether anything was asked yet. Nobody can answer before the family has asked, so this tells of no answer."""
    return Chain.objects.filter(family=family).exists()


def export_proof(family: Family) -> str:
    """The whole record, as lines that `held proof` verifies without us. Empty while nothing was asked yet.

    It tells who said no. What leaves this place towards the family is `sealing.seal_record`.
    """
    record = Chain.objects.filter(family=family).first()
    return "".join(chain.lines_of(record.name.hex, links_of(record))) if record else ""


def links_of(record: Chain) -> list[chain.Link]:
    """Every line of a record, as it stands today."""
    return [_link(line) for line in ProofLine.objects.filter(chain=record).order_by("number")]


def broken_chains() -> list[uuid.UUID]:
    """The names of the records in which a line was changed, taken out or put in."""
    records = Chain.objects.exclude(family=None).order_by("pk")
    return [record.name for record in records if chain.verify(record.name.hex, links_of(record)) is not None]


@transaction.atomic
def end_chain(family: Family, *, by: object) -> None:
    """The family is erased: its record ends, and one line of it is left, which says how long it was."""
    record = Chain.objects.select_for_update().filter(family=family).first()
    if record is None:
        return
    last = prove(family, {"act": "ended"})
    ProofLine.objects.filter(chain=record).exclude(pk=last.pk).delete()
    Chain.objects.filter(pk=record.pk).update(family=None)
    note("proof.ended", f"chain {record.name}", by=by)


def _link(line: ProofLine) -> chain.Link:
    return chain.Link(line.number, line.at, line.told, line.before, line.hash)
