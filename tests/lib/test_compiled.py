"""A compiled statement gives what its queryset gives, and what can't be built once is refused."""

import gc
import random
import uuid
import weakref

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import BigAutoField, BigIntegerField, CharField, Func, UUIDField
from django.db.models.functions import TruncDate
from django.utils import timezone

from held.families.models import Family, Member, Person
from held.lib import compiled
from held.lib.clock import now
from held.lib.compiled import COMPILED, CannotBeCompiled, Compiled, forget_compiled

ODD = [
    "",
    "%s",
    "%%s",
    "'; --",
    "\0",
    "e\u0301\u0301\U0001d11e\u202e",
    "\ud800",
    "2026-01-01",
    "5",
    None,
    0,
    -1,
    2**31,
    2**63,
    2**200,
    True,
    1.5,
]
ODD += [uuid.UUID(int=0), str(uuid.UUID(int=7)), b"five"]


@pytest.fixture(autouse=True)
def no_statement_of_a_test_stays():
    before = list(COMPILED)
    yield
    COMPILED[:] = before


def families(keys, label, *more):
    rows = Family.objects.filter(key__in=keys, label_by_family=False).exclude(key=label)
    for one in more:
        rows = rows.exclude(made_uptime=one)
    return rows.order_by("pk").values("pk", "key", "made_at", "sealed_label")


def outcome(ask) -> object:
    try:
        with transaction.atomic():
            return ask()
    except (DatabaseError, OverflowError, TypeError, UnicodeError, ValueError) as refused:
        return type(refused)


def test_rows_are_those_of_the_queryset_for_any_value(cast):
    chance = random.Random(20261201)
    keys = [Family.objects.create(made_uptime=at).key for at in range(9)]
    statement = Compiled(families, CharField(), CharField(), BigIntegerField())
    found = 0
    for _ in range(400):
        pool = keys * 3 + ODD if chance.random() < 0.3 else keys
        given = [
            [chance.choice(pool) for _ in range(chance.choice((0, 1, 2, 3, 5, 8, 600)))],
            chance.choice(pool),
            *(chance.choice([1, 2, *ODD]) for _ in range(chance.randrange(3))),
        ]
        once = outcome(lambda given=given: statement.rows(*given))
        assert once == outcome(lambda given=given: list(statement.build(*given))), given
        found += bool(once) and isinstance(once, list)
    assert found > 100, "hardly any of them found a row"
    assert statement._kept, "nothing was compiled"


def test_keys_that_are_uuids_are_found_in_any_number(cast):
    people = [Person.objects.create(family=cast.family) for _ in range(5)]
    statement = Compiled(lambda pks: Person.objects.filter(pk__in=pks).order_by("pk").values("pk"), UUIDField())
    for number in range(6):
        some = {one.pk for one in people[:number]}
        assert {row["pk"] for row in statement.rows(some)} == some


def test_it_is_built_once_and_asks_once_each_time(cast, django_assert_num_queries):
    built = []

    def parents(family):
        built.append(family)
        return Member.objects.filter(family=family).values("account")

    statement = Compiled(parents, BigAutoField())
    for family in (cast.family, cast.other_family, cast.family):
        with django_assert_num_queries(1):
            found = statement.rows(family.pk)
        assert found == list(Member.objects.filter(family=family).values("account"))
    assert len(built) == 2, "built twice at first, to compare"
    with django_assert_num_queries(0):
        assert Compiled(families, CharField(), CharField()).rows([], "x") == []


def test_long_lists_make_few_statements_of_their_own(cast):
    statement = Compiled(lambda keys: Family.objects.filter(key__in=keys).values("pk"), CharField())
    texts = {statement.sql([f"key {at}" for at in range(number)]) for number in range(1, compiled.LONGEST_LIST + 1)}
    assert len(texts) == 10
    many = [f"key {at}" for at in range(compiled.LONGEST_LIST)] + [cast.family.key]
    assert statement.rows(many) == [{"pk": cast.family.pk}]


def test_only_so_many_statements_are_kept_of_one(cast):
    statement = Compiled(families, CharField(), CharField(), BigIntegerField())
    for number in range(compiled.MOST_KEPT + 9):
        statement.rows([cast.family.key], "", *range(number))
        assert len(statement._kept) <= compiled.MOST_KEPT


REFUSED = {
    "the time now": lambda _key: Family.objects.filter(made_at__lt=now()).values("pk"),
    "a day": lambda key: Family.objects.filter(made_at__date="2026-01-01", key=key).values("pk"),
    "what differs at each call": lambda key: Family.objects.filter(key__in=[key, uuid.uuid4().hex]).values("pk"),
    "bytes": lambda key: Family.objects.filter(sealed_label=b"x", key=key).values("pk"),
    "a value it does not ask for": lambda _key: Family.objects.values("pk"),
    "a value turned into words": lambda key: Family.objects.filter(key=f"{key}").values("pk"),
    "a value that decides what is asked": lambda key: Family.objects.filter(key=key if key else "").values("pk"),
    "whole rows": lambda key: Family.objects.filter(key=key),
    "tuples": lambda key: Family.objects.filter(key=key).values_list("pk"),
    "two statements in one": lambda key: Family.objects.filter(key=key).values("pk").union(Family.objects.values("pk")),
    "rows that it locks": lambda key: Family.objects.select_for_update().filter(key=key).values("pk"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_built_once_is_refused(cast, why):
    with pytest.raises(CannotBeCompiled):
        Compiled(REFUSED[why], CharField()).rows(cast.family.key)


def test_percent_signs_of_the_statement_stay(cast):
    cast.family.key = "50%s"
    cast.family.save()
    sign = Func("key", template="'%%%%s 5%%%% ' || %(expressions)s", output_field=CharField())
    statement = Compiled(lambda key: Family.objects.filter(key=key).annotate(said=sign).values("said"), CharField())
    assert statement.rows("50%s") == [{"said": "%s 5% 50%s"}]


def days(key):
    return Family.objects.filter(key=key).annotate(day=TruncDate("made_at")).values("day")


def test_another_time_zone_is_another_statement(cast):
    Family.objects.filter(pk=cast.family.pk).update(made_at="2026-05-03T11:30:00Z")
    statement = Compiled(days, CharField())
    with timezone.override("Pacific/Auckland"):
        assert [f"{row['day']}" for row in statement.rows(cast.family.key)] == ["2026-05-03"]
    with timezone.override("Pacific/Kiritimati"):
        assert [f"{row['day']}" for row in statement.rows(cast.family.key)] == ["2026-05-04"]


def test_another_database_is_another_statement(cast, monkeypatch):
    other = "sqlite3" if connection.vendor == "postgresql" else "postgresql"
    settings = {**connections.settings["default"], "ENGINE": f"django.db.backends.{other}", "OPTIONS": {}, "NAME": "x"}
    monkeypatch.setitem(connections.settings, "other", settings)
    statement = Compiled(days, CharField())
    here, there = (statement.sql(cast.family.key, using=one) for one in ("default", "other"))
    assert ("AT TIME ZONE" in here, "AT TIME ZONE" in there) == (other == "sqlite3", other == "postgresql")
    assert statement.sql(cast.family.key) == here
    monkeypatch.setitem(settings, "OPTIONS", {"changed": True})
    statement.sql(cast.family.key, using="other")
    assert len(statement._kept) == 3


def test_what_was_forgotten_is_built_from_what_is_there_now(cast):
    conditions = {"key": cast.family.key}
    statement = Compiled(lambda pk: Family.objects.filter(pk=pk, **conditions).values("pk"), BigAutoField())
    assert statement.rows(cast.family.pk)
    conditions["label_by_family"] = True
    forget_compiled()
    assert not statement.rows(cast.family.pk)


def test_a_statement_keeps_no_connection_of_an_ended_thread(cast):
    """SQLite's converters refer to their connection: kept here, they would keep its file open for ever."""
    statement = Compiled(families, CharField())
    statement.rows([cast.family.key], "")
    [kept] = statement._kept.values()
    of_a_thread = connection.copy()
    assert kept._converters_of(of_a_thread) is kept._converters_of(of_a_thread)
    ended = weakref.ref(of_a_thread)
    del of_a_thread
    gc.collect()
    assert ended() is None
