"""A dated copy, without its keys, does not reveal an outlet’s name, nor who of those with an account answered."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from held.consent import consent_links, involved
from held.consent.models import Answer, Involvement
from held.families.persons import add_person, person_of
from held.history import audit_log
from held.keeping.backup import back_up
from held.stories.models import Story
from tests import cast as people
from tests.cast import Cast
from tests.photographs import arrived_photograph

pytestmark = pytest.mark.sqlite  # PostgreSQL's dump has the same rows; the bytes of a file are SQLite's

OUTLET = "the weekly hill"
PRESS = f"press:{OUTLET}"


class Answered:
    """Ben, a parent, and Mika were asked by Ana, for one outlet too. Ben says no on his own pages."""

    def __init__(self, cast: Cast, story: Story, signed_in) -> None:
        """Ben uses the pages: whatever they store is in the copy."""
        self.cast = cast
        picture = arrived_photograph(cast, story).picture
        mika = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
        named = [involved.name_person(picture, mika, in_it=True, took_it=False, by=cast.ana)]
        involved.confirm_list(picture, with_baby=True, by=cast.ana)
        self.involvement = Involvement.objects.get(picture=picture, person=person_of(cast.family, cast.ben))
        for involvement in (*named, self.involvement):
            consent_links.ask(involvement, ["public", PRESS], by=cast.ana)
        ben = signed_in(cast.ben, key=True)
        scopes = [*Answer.objects.filter(involvement=self.involvement).values_list("scope", flat=True), "print", "link"]
        ben.post(f"/family/parts/{self.involvement.pk}/own-asking", {"scope": ["print", "link"]})
        for scope, said in zip(scopes, ("no", "yes", "no", "not-now"), strict=True):
            ben.post(f"/entrance/answers/{self.involvement.pk}", {"scope": scope, "answer": said})
        ben.post(f"/entrance/answers/{self.involvement.pk}", {"answer": "tells"})

    @property
    def of_the_account(self) -> list[str]:
        """The values by which Ben's account can be named in a row."""
        return [self.cast.ben.key, self.cast.ben.handle]

    @property
    def of_the_answers(self) -> list[str]:
        """The values by which his involvement and his person can be named."""
        ids = (self.involvement.pk, self.involvement.person_id)
        return [form for one in ids for form in (one.hex, str(one))]


@pytest.fixture
def answered(transactional_db, signed_in) -> Answered:
    cast = people.assemble()
    made = Answered(cast, people.write_story(cast), signed_in)
    rows = Answer.objects.filter(involvement=made.involvement)
    assert sorted(rows.values_list("status", flat=True)) == ["agreed", "declined", "declined", "not_now"]
    return made


@pytest.fixture
def words(tmp_path):
    """The words of a dated copy, made again at each call."""
    return lambda: next((back_up(tmp_path / "copy")).glob("words.*"))


def rows_of(words: Path):
    """Each row of each table: the table, its columns, and the columns that point at accounts or at answers."""
    with closing(sqlite3.connect(words)) as copy:
        for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            points = {row[3]: row[2] for row in copy.execute(f"PRAGMA foreign_key_list({table})")}
            found = copy.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in found.description]
            for row in found.fetchall():
                yield table, dict(zip(names, row, strict=True)), points


def text_of(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def rows_that_name(words: Path, answered: Answered, outlet: str) -> list[str]:
    hashes = [sha256(word.encode()).hexdigest()[:16] for word in (outlet, f"press:{outlet}")]
    return [
        f"{table}.{name}"
        for table, row, _points in rows_of(words)
        for name, value in row.items()
        if any(word in text_of(value).casefold() for word in (outlet, *hashes))
    ]


def rows_that_join(words: Path, answered: Answered) -> list[str]:
    """Each row that names both Ben's account and his person, involvement or answer."""
    found = []
    for table, row, points in rows_of(words):
        told = " ".join(text_of(value) for value in row.values())
        accounts = [name for name, target in points.items() if target == "accounts_account"]
        account = any(row[name] == answered.cast.ben.pk for name in accounts) or any(
            one in told for one in answered.of_the_account
        )
        if account and any(one in told for one in answered.of_the_answers):
            found.append(table)
    return found


def test_no_row_and_no_byte_names_the_outlet(answered, words):
    copy = words()
    assert rows_that_name(copy, answered, OUTLET) == []
    data = copy.read_bytes().lower()
    assert OUTLET.encode() not in data
    assert sha256(OUTLET.encode()).hexdigest()[:16].encode() not in data
    assert b"weekly" not in data


def test_no_row_joins_an_account_and_its_answers(answered, words):
    assert rows_that_join(words(), answered) == []


def test_what_stays_readable_is_the_standing_and_the_fixed_scopes(answered, words):
    answers = [row for table, row, _points in rows_of(words()) if table == "consent_answer"]
    assert {row["status"] for row in answers} == {"agreed", "asked", "declined", "not_now"}
    assert {row["scope"] for row in answers if not row["scope"].startswith("outlet:")} == {"public", "print", "link"}


@pytest.mark.parametrize("clear", [PRESS, f"press:{sha256(OUTLET.encode()).hexdigest()[:32]}"])
def test_a_readable_outlet_is_found_by_the_same_look(answered, words, clear):
    """Planted: the scope as the form gives it, and hashed without a key."""
    Answer.objects.filter(involvement=answered.involvement, scope="print").update(scope=clear)
    copy = words()
    assert rows_that_name(copy, answered, OUTLET) == ["consent_answer.scope"]


def test_a_readable_account_is_found_by_the_same_look(answered, words):
    """Planted: history says whose answer it is."""
    audit_log.record("asking.oneself", f"part {answered.involvement.pk}", by=answered.cast.ben)
    assert rows_that_join(words(), answered) == ["history_auditentry"]
    Involvement.objects.filter(pk=answered.involvement.pk).update(by=answered.cast.ben)
    assert sorted(rows_that_join(words(), answered)) == ["consent_involvement", "history_auditentry"]
