"""Every field of every model says what becomes of it when the family goes, or takes everything home."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Fate:
    """What becomes of each field: `export` goes home with the family, `shred` is erased with its key or
    row, `keep` stays as a fact without words or names."""

    export: frozenset[str]
    shred: frozenset[str]
    keep: frozenset[str]

    def names(self) -> frozenset[str]:
        """Every field that has a fate here."""
        return self.export | self.shred | self.keep


def fate(*, export: str = "", shred: str = "", keep: str = "") -> Fate:
    """Name the fields, separated by spaces. Raises ValueError when one is named as both shred and keep."""
    told = Fate(frozenset(export.split()), frozenset(shred.split()), frozenset(keep.split()))
    if told.shred & told.keep:
        raise ValueError(f"both shredded and kept: {sorted(told.shred & told.keep)}")
    return told


def fields_without_fate(told: Mapping[str, Fate], fields: Mapping[str, Iterable[str]]) -> list[str]:
    """`Model.field` for every field that no fate names, and for every fate that names no field."""
    return sorted(
        f"{model}.{name}"
        for model, names in fields.items()
        for name in (told[model].names() if model in told else frozenset()) ^ set(names)
    )
