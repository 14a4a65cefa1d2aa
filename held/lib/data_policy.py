"""The data policy of each model: what happens to every field when the family leaves, or exports everything; and what a
restore does with the rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

# What a restore does with a model's rows, because it does not know what was decided since the copy was made:
# - "keep": they stay as in the copy. They give nobody access, or access also depends on something that is closed.
# - "delete": every row is deleted, because each gives somebody access.
# - "close": `held.keeping.closing` has a function that narrows them.
Restore = Literal["keep", "delete", "close"]


@dataclass(frozen=True)
class DataPolicy:
    """What happens to each field: `export` goes home with the family, `shred` is erased with its key or row, `keep`
    stays as a fact without words or names. `restore`: None if nobody decided it.
    """

    export: frozenset[str]
    shred: frozenset[str]
    keep: frozenset[str]
    restore: Restore | None = None

    def names(self) -> frozenset[str]:
        """Every field covered here."""
        return self.export | self.shred | self.keep


def data_policy(*, export: str = "", shred: str = "", keep: str = "", restore: Restore | None = None) -> DataPolicy:
    """Name the fields, separated by spaces. Raises ValueError when one is named as both shred and keep."""
    policy = DataPolicy(frozenset(export.split()), frozenset(shred.split()), frozenset(keep.split()), restore)
    if policy.shred & policy.keep:
        raise ValueError(f"both shredded and kept: {sorted(policy.shred & policy.keep)}")
    return policy


def fields_without_policy(policies: Mapping[str, DataPolicy], fields: Mapping[str, Iterable[str]]) -> list[str]:
    """`Model.field` for every field without a policy, and for every policy without a field."""
    return sorted(
        f"{model}.{name}"
        for model, names in fields.items()
        for name in (policies[model].names() if model in policies else frozenset()) ^ set(names)
    )
