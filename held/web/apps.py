"""How Django meets our static files, and why it never meets a file of anybody's."""

from typing import Any, NoReturn

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.storage import Storage  # noqa: TID251  # only to refuse


class OurStaticFiles(StaticFilesConfig):
    """Static files without what development leaves behind."""

    ignore_patterns = ["CVS", ".*", "*~", "*.md"]


class NoFiles(Storage):
    """Django's own file storage, refused: what families keep passes one gate of ours."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        super().__init__()

    def _open(self, name: str, mode: str = "rb") -> NoReturn:
        raise NotImplementedError("nothing is stored by Django here")

    _save = _open
