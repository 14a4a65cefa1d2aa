"""Delete files that no row names: from an arrival or a removal that was interrupted.

How long a file has been left over is counted from the sweep that first found it, by the later of both clocks. The
disk's own timestamps only show what the machine's clock said then.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import timedelta

from django.db import transaction

from held.pictures import vault
from held.pictures.models import LeftOver, Picture, Rendition
from held.pictures.vault import Blob, Folder
from held.uptime.moments import over

ARRIVES_WITHIN = timedelta(hours=24)  # a file that is arriving grows at least once in this time
SET_ASIDE_FOR = timedelta(days=30)


def sweep() -> None:
    """Delete unfinished arrivals, set aside what no row has named for a day, and delete what was set aside long ago."""
    _sweep(Folder.ARRIVING, vault.arriving(), ARRIVES_WITHIN, vault.drop_arriving)
    _sweep(Folder.KEPT, left_over(vault.every_blob()), ARRIVES_WITHIN, vault.set_aside)
    vault.bring_back(_named())
    _sweep(Folder.ASIDE, vault.aside(), SET_ASIDE_FOR, vault.drop_aside)


def left_over(blobs: Iterable[Blob]) -> list[Blob]:
    """Those that no row names."""
    named = _named()
    return [blob for blob in blobs if blob.name not in named]


def _named() -> set[str]:
    return {*Picture.objects.values_list("original", flat=True), *Rendition.objects.values_list("blob", flat=True)}


def _sweep(folder: Folder, found: Collection[Blob], wait: timedelta, end: Callable[[str], None]) -> None:
    """First the files, then the rows: on a full disk this makes room for the rows."""
    rows = {row.pk: _blob(row) for row in LeftOver.objects.filter(folder=folder)}
    waited = LeftOver.objects.filter(over(wait, at="seen_at", uptime="seen_uptime"), folder=folder)
    ended = {rows[pk] for pk in waited.values_list("pk", flat=True)} & set(found)
    for blob in ended:
        end(blob.name)
    _note(rows, set(found) - ended)


@transaction.atomic
def _note(rows: dict[int, Blob], left: set[Blob]) -> None:
    for pk, blob in rows.items():
        if blob not in left:
            LeftOver.objects.filter(pk=pk).delete()
    new = left - set(rows.values())
    seen = [LeftOver(folder=one.folder, name=one.name, size=one.size) for one in new]
    LeftOver.objects.bulk_create(seen, batch_size=500, ignore_conflicts=True)


def _blob(row: LeftOver) -> Blob:
    return Blob(Folder(row.folder), row.name, row.size)
