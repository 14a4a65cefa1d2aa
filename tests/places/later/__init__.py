"""Made-up migrations of several kinds, as if a later version had them: `use()` adds them to the real ones."""

from pathlib import Path

from django.conf import settings

import held.stories.migrations as real


def use() -> None:
    """Make this process use them from now on. Call it before any migration is loaded."""
    settings.MIGRATION_MODULES = {"stories": "tests.places.later.migrations"}


def newest_real_one() -> str:
    """The name of the last migration of `stories` that is not made up."""
    return max(path.stem for path in Path(real.__path__[0]).glob("0*.py"))
