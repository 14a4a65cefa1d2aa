"""Statements that Django builds once, from a queryset, and that run again and again with other values.

Django needs longer to build the SQL of a queryset than SQLite needs to answer it. So it is built once for a process,
with a mark in the place of each value. The queryset stays the only place that says what is asked.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, QuerySet, Value
from django.db.models.query import ValuesIterable
from django.db.models.sql.compiler import SQLCompiler
from django.utils.timezone import get_current_timezone_name

Row = dict[str, Any]
Values = tuple[Any, ...]  # those of one argument, as the database gets them
LONGEST_LIST = 512  # values; a longer list is left to Django
MOST_KEPT = 64  # statements of one queryset
COMPILED: list["Compiled"] = []  # every one there is
_CONVERTERS = "_converters_of_compiled"  # an attribute of a connection
_PLACE = re.compile(r"(?<!%)((?:%%)*)%s")  # of a value; %% is a percent sign
_LIKE_A_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d:")


class CannotBeCompiled(Exception):
    """This queryset can't be built once for all values; the message says why."""


class Compiled:
    """A queryset of `values()` that is built once."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *fields: "Field[Any, Any]") -> None:
        """`build` returns the queryset for given values, each of which it only compares; a list only with `__in`.

        `fields`: what each value is compared with. The last one counts for all values after it.
        """
        self.build, self.fields = build, fields
        self._kept: dict[tuple[object, ...], _Statement] = {}
        COMPILED.append(self)

    def rows(self, *given: Any, using: str = DEFAULT_DB_ALIAS) -> list[Row]:
        """The rows of the queryset for these values, in at most one statement. Raises CannotBeCompiled."""
        connection = connections[using]
        values = [self._for_database(at, one, connection) for at, one in enumerate(given)]
        known = [one for one in values if one is not None]
        if len(known) < len(values):
            return list(self.build(*given).using(using))
        return self._statement(known, given, connection).rows(known, connection)

    def sql(self, *given: Any, using: str = DEFAULT_DB_ALIAS) -> str:
        """The statement for such values. Raises CannotBeCompiled."""
        connection = connections[using]
        values = [self._for_database(at, one, connection) or () for at, one in enumerate(given)]
        return self._statement(values, given, connection).sql(values)

    def forget(self) -> None:
        """Build it again the next time, because what `build` calls is another function now (in tests)."""
        self._kept.clear()

    def _field(self, at: int) -> "Field[Any, Any]":
        return self.fields[min(at, len(self.fields) - 1)]

    def _for_database(self, at: int, given: Any, connection: BaseDatabaseWrapper) -> Values | None:
        """The values of an argument; None if Django may make another statement for them than for others."""
        one_by_one = [one for one in given if one is not None] if _is_list(given) else [given]
        if len(one_by_one) > LONGEST_LIST or not all(type(one) in {str, int, UUID} for one in one_by_one):
            return None
        field = self._field(at)
        values = [field.get_db_prep_value(one, connection) for one in one_by_one]
        numbers = [one for one in values if isinstance(one, int)]
        return tuple(values) if not numbers or _fit(numbers, field, connection) else None

    def _statement(self, values: list[Values], given: Values, connection: BaseDatabaseWrapper) -> "_Statement":
        shape = tuple(bool(one) if _is_list(of) else None for one, of in zip(values, given, strict=True))
        key = (shape, *_depends_on(connection))
        found = self._kept.get(key)
        if found is None:
            found = self._built(shape, connection)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found  # another thread may clear them at any time
        return found

    def _built(self, shape: tuple[bool | None, ...], connection: BaseDatabaseWrapper) -> "_Statement":
        marks = [_mark(at, many, self._field(at)) for at, many in enumerate(shape)]
        first, second = (_Statement(self.build(*marks), connection) for _ in range(2))
        if first.parts != second.parts or first.params != second.params:
            raise CannotBeCompiled("It depends on something else than its values.")
        missing = {at for at, many in enumerate(shape) if many is not False} - first.places()
        if missing and first.parts:
            raise CannotBeCompiled(f"The values at {sorted(missing)} are not in the statement.")
        return first


class _Mark(Value):
    """Stands for a value, or for a list of them, while a statement is built."""

    def __init__(self, at: int, *, many: bool, output_field: "Field[Any, Any]") -> None:
        super().__init__(None, output_field=output_field)
        self.at, self.many, self.handed_out = at, many, True

    def __bool__(self) -> bool:
        if self.handed_out:
            raise CannotBeCompiled("A value decides what is asked.")
        return True

    def resolve_expression(self, *given: Any, **more: Any) -> "_Mark":
        """Django's own copy, which has its place in a statement."""
        copy: _Mark = super().resolve_expression(*given, **more)
        copy.handed_out = False
        return copy

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        """Django calls this while it builds a statement."""
        del compiler, connection  # the same SQL on every database
        return "(%s)" if self.many else "%s", (_Place(self.at),)


class _Place(int):
    """The number of the argument whose values come here."""


class _Statement:
    """SQL with places for values, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> None:
        query: Any = rows.query
        _refuse_unknown(rows)
        compiler = query.get_compiler(connection=connection)
        self.parts: tuple[str, ...] = ()
        self.params: tuple[object, ...] = ()
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return
        self.params = tuple(params)
        self.parts = _parts(sql)
        if len(self.parts) != len(self.params) + 1:
            raise CannotBeCompiled("Its places for values were not found.")
        for one in self.params:
            _refuse_what_may_change(one)
        self._names = list(query.selected or (*query.values_select, *query.annotation_select))
        self._read = [expression for expression, _sql, _alias in compiler.select[: compiler.col_count]]
        self._query = query
        self._texts: dict[tuple[int, ...], str] = {}

    def places(self) -> set[int]:
        """The numbers of the arguments whose values are in it."""
        return {int(one) for one in self.params if isinstance(one, _Place)}

    def sql(self, values: list[Values]) -> str:
        """With a place for each value, of which there are as many as the next power of two."""
        if not self.parts:
            return ""
        lengths = tuple(_padded(len(one)) for one in values)
        if lengths not in self._texts:
            number = [lengths[one] if isinstance(one, _Place) else 1 for one in self.params]
            places = (", ".join(["%s"] * one) for one in number)
            self._texts[lengths] = "".join(
                [self.parts[0], *(a + b for a, b in zip(places, self.parts[1:], strict=True))]
            )
        return self._texts[lengths]

    def rows(self, values: list[Values], connection: BaseDatabaseWrapper) -> list[Row]:
        """The rows for these values."""
        if not self.parts:
            return []
        filled = [one + one[-1:] * (_padded(len(one)) - len(one)) for one in values]
        params: list[Any] = []
        for one in self.params:
            params += filled[one] if isinstance(one, _Place) else (one,)
        with connection.cursor() as cursor:
            cursor.execute(self.sql(values), params)
            found = cursor.fetchall()
        names, converters, width = self._names, self._converters_of(connection), len(self._read)
        rows = []
        for one in found:
            row = list(one[:width])
            for at, convert, expression in converters:
                row[at] = convert(row[at], expression, connection)
            rows.append(dict(zip(names, row, strict=True)))
        return rows

    def _converters_of(self, connection: BaseDatabaseWrapper) -> list[tuple[int, Callable[..., Any], Any]]:
        """Functions that make of a column's value what Python works with.

        They are kept on the connection: SQLite's refer to it, and anywhere else they would keep it open after its
        thread has ended.
        """
        of_it: WeakKeyDictionary[_Statement, Any] = vars(connection).setdefault(_CONVERTERS, WeakKeyDictionary())
        if self not in of_it:
            found = self._query.get_compiler(connection=connection).get_converters(self._read)
            of_it[self] = [
                (at, convert, expression) for at, (converters, expression) in found.items() for convert in converters
            ]
        here: list[tuple[int, Callable[..., Any], Any]] = of_it[self]
        return here


def forget_compiled() -> None:
    """Build every statement again the next time (in tests)."""
    for one in COMPILED:
        one.forget()


def _mark(at: int, many: bool | None, field: "Field[Any, Any]") -> object:
    """What `build` is given for an argument: an empty list is given as it is, because Django leaves out what looks in
    it."""
    return () if many is False else _Mark(at, many=bool(many), output_field=field)


def _is_list(given: object) -> bool:
    return isinstance(given, list | tuple | set | frozenset)


def _padded(number: int) -> int:
    """The next power of two, so that there are few different statements; 0 for 0."""
    return 1 << (number - 1).bit_length() if number else 0


def _depends_on(connection: BaseDatabaseWrapper) -> tuple[object, ...]:
    """What the SQL of a queryset depends on beside its values: the kind of database, and the time zones."""
    settings = connection.settings_dict
    return (
        type(connection),
        connection.alias,
        settings["TIME_ZONE"],
        repr(settings["OPTIONS"]),
        get_current_timezone_name(),
    )


def _fit(numbers: Iterable[int], field: "Field[Any, Any]", connection: BaseDatabaseWrapper) -> bool:
    """Whether a column can have these numbers. Django asks nothing about those that it can't."""
    least, most = connection.ops.integer_field_range(field.get_internal_type())
    return all((least is None or least <= one) and (most is None or one <= most) for one in numbers)


def _parts(sql: str) -> tuple[str, ...]:
    pieces = _PLACE.split(sql)  # text, percent signs before a place, text, percent signs, … text
    texts, signs = pieces[::2], [*pieces[1::2], ""]
    return tuple(text + sign for text, sign in zip(texts, signs, strict=True))


def _refuse_unknown(rows: QuerySet[Any, Any]) -> None:
    query: Any = rows.query
    if vars(rows)["_iterable_class"] is not ValuesIterable:
        raise CannotBeCompiled("It gives something else than values().")
    if query.combinator or query.extra or query.select_for_update or vars(rows)["_prefetch_related_lookups"]:
        raise CannotBeCompiled("It is combined with others, or locks rows.")


def _refuse_what_may_change(constant: object) -> None:
    """A time or a day in a statement was true when it was built."""
    if isinstance(constant, _Place):
        return
    if not isinstance(constant, str | int | bool | None):
        raise CannotBeCompiled(f"It has a {type(constant).__name__} in it, which may be another the next time.")
    if isinstance(constant, str) and _LIKE_A_DATE.match(constant):
        raise CannotBeCompiled("It has a time in it, which is another the next time.")
