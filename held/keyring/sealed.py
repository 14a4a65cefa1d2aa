"""Sealed columns: each column declares once its key and what it is bound to."""

import json
from operator import attrgetter
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from held.keyring.text import seal, unseal

Content = TypeVar("Content")
FormWords = dict[str, str]


class _Sealed(Generic[Content]):
    """One sealed column. A row moved to another id, or a column copied to another row, does not open.

    `bound_to`: a string from `held.lib.stored_strings`; its `{}` becomes the row's `number`, by default its id. `key`:
    the attribute with the id of the key, for example "story.key".
    """

    def __init__(self, bound_to: str, *, column: str = "sealed", key: str = "key", number: str = "pk") -> None:
        self.column = column
        self._bound_to, self._key, self._number = bound_to, attrgetter(key), attrgetter(number)

    def open(self, row: Any, key: str = "") -> Content:
        """The content of the column. `key`: its id, if the caller has it. Raises KeyGone, Damaged."""
        return self._read(unseal(key or self._key(row), self._where(row), getattr(row, self.column)))

    def seal(self, row: Any, given: Content, key: str = "") -> None:
        """Seal it into the column; the caller saves the row. Raises KeyGone."""
        setattr(row, self.column, seal(key or self._key(row), self._where(row), self._written(given)))

    def _where(self, row: Any) -> str:
        return self._bound_to.format(self._number(row))

    def _written(self, given: Content) -> str:
        raise NotImplementedError

    def _read(self, written: str) -> Content:
        raise NotImplementedError


class SealedText(_Sealed[str]):
    """A text in a sealed column, as an attribute of the row: reading opens it, setting seals it.

    `optional`: the empty text is kept as NULL. Reading raises KeyGone, Damaged; setting raises KeyGone.
    """

    def __init__(
        self, bound_to: str, *, column: str = "sealed", key: str = "key", number: str = "pk", optional: bool = False
    ) -> None:
        super().__init__(bound_to, column=column, key=key, number=number)
        self._optional = optional

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type) -> str: ...
    def __get__(self, row: object | None, owner: type) -> str | Self:
        """The text; empty if the column is NULL."""
        return self if row is None else self.open(row)

    def __set__(self, row: object, given: str) -> None:
        """Seal it; the caller saves the row."""
        self.seal(row, given)

    def open(self, row: Any, key: str = "") -> str:
        """The text; empty if the column is NULL. Raises KeyGone, Damaged."""
        return "" if self._optional and getattr(row, self.column) is None else super().open(row, key)

    def seal(self, row: Any, given: str, key: str = "") -> None:
        """Seal it into the column; the caller saves the row. Raises KeyGone."""
        if self._optional and not given:
            setattr(row, self.column, None)
        else:
            super().seal(row, given, key)

    def _written(self, given: str) -> str:
        return given

    def _read(self, written: str) -> str:
        return written


class SealedWords(_Sealed[FormWords]):
    """What somebody wrote in the fields of a form, in a sealed column, as JSON."""

    def _written(self, given: FormWords) -> str:
        return json.dumps(given, ensure_ascii=False)

    def _read(self, written: str) -> FormWords:
        return dict(json.loads(written))


class KeepsWords:
    """A row that stores what somebody wrote in a form; its class declares the column in `form_words`."""

    form_words: ClassVar[SealedWords]

    def write(self, given: FormWords, key: str = "") -> None:
        """Seal the words into the row; the caller saves it. `key`: its id, if the caller has it. Raises KeyGone."""
        self.form_words.seal(self, given, key)

    def read(self, key: str = "") -> FormWords:
        """The words, exactly as they were given. `key`: its id, if the caller has it. Raises KeyGone, Damaged."""
        return self.form_words.open(self, key)
