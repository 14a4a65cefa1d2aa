"""How Django finds our static files, and why it never touches a file that somebody sent."""

from typing import Any, NoReturn

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.storage import Storage  # noqa: TID251  # only to refuse


class OurStaticFiles(StaticFilesConfig):
    """Static files, without the files that are only for development."""

    ignore_patterns = ["CVS", ".*", "*~", "*.md"]


class NoFiles(Storage):
    """Django's own file storage, refused: a family's files go only through our vault."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        super().__init__()

    def _open(self, name: str, mode: str = "rb") -> NoReturn:
        raise NotImplementedError("nothing is stored by Django here")

    _save = _open
