"""Rows as a former version stored them, in the tables of that version, and the upgrade from there to today's tables.

The real migrations run: the tables are migrated back while they are empty, rows are written through the models of that
version, and then the tables are migrated forward with these rows in them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.models import Model

from held.accounts.models import Account
from held.consent.states import REFUSED
from held.families.models import Family
from held.history import audit_log
from held.keyring.refusal_log import append_refusal
from held.keyring.text import new_key
from held.lib import chain
from held.lib.clock import now
from held.pictures.models import Picture
from held.stories import photographs
from held.stories.models import Leaf, Placement, PublishedVersion, Story, Version
from tests import migrated
from tests.copied import copied

ACTS = {
    "agreed": ("agree", "person"),
    "confirming": ("confirm", "time"),
    "declined": ("decline", "person"),
    "not_now": ("not_now", "person"),
    "withdrawn": ("withdraw", "person"),
}
COLUMNS_OF_TODAY = [
    (Account, "has_made_key"),
    (Family, "made_uptime"),
    (Family, "label_by_family"),
    (Picture, "part_decisions"),
    (Story, "decisions"),
    (Story, "after_restore"),
    (Placement, "after_paragraph"),
    (Placement, "gone_from"),
    (Placement, "gone_number"),
    (PublishedVersion, "after_paragraph"),
    (PublishedVersion, "position"),
]
RENAMED = {("history_line", "history_auditentry"): {"act": "action", "thing": "subject"}}  # tables, and their columns
_former: dict[tuple[tuple[str, str], ...], tuple[StateApps, Callable[[], None]]] = {}
_lent: list[tuple[str, str]] = []  # tables and columns that were added to former tables, until the upgrade
_renamed: list[tuple[str, str]] = []  # former tables that have the names of today, until the next migration


def migrate(targets: list[tuple[str, str]]) -> StateApps:
    """Migrate the tables to these migrations; returns the models at that point."""
    _give_former_names_back()
    return migrated.migrate(targets)


def upgrade() -> None:
    """Bring the tables, with the rows in them, to today's newest migrations."""
    _take_columns_of_today_away()
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


@contextmanager
def former_tables(*targets: tuple[str, str]) -> Iterator[StateApps]:
    """The tables as they were at these migrations, which must be empty; yields the models of that time.

    At the end they are today's tables again, even if the upgrade failed. A process migrates back to the same migrations
    once, and after that restores the database from a copy.
    """
    fill_with_todays = copied()
    try:
        apps = _migrated_back(targets)
        _lend_columns_of_today()
        _lend_names_of_today()
        yield apps
    finally:
        _lent.clear()
        _renamed.clear()
        fill_with_todays()


def _migrated_back(targets: tuple[tuple[str, str], ...]) -> StateApps:
    if targets in _former:
        apps, fill_with_formers = _former[targets]
        fill_with_formers()
        return apps
    apps = migrate(list(targets))
    _former[targets] = apps, copied()
    return apps


def _lend_columns_of_today() -> None:
    """Tests write some rows through today's models, which have columns that former tables lack."""
    tables = connection.introspection.table_names()
    for model, name in COLUMNS_OF_TODAY:
        field, table = model._meta.get_field(name), model._meta.db_table
        if table in tables and field.column not in _columns(table):
            _alter(table, f"ADD COLUMN {field.column} {field.db_type(connection)} NULL")
            _lent.append((table, field.column))


def _take_columns_of_today_away() -> None:
    while _lent:
        table, column = _lent.pop()
        _alter(table, f"DROP COLUMN {column}")


def _lend_names_of_today() -> None:
    """Tests write to the log through today's model."""
    for (former, today), columns in RENAMED.items():
        if former in connection.introspection.table_names():
            _alter(former, f"RENAME TO {today}")
            for column, name in columns.items():
                _alter(today, f"RENAME COLUMN {column} TO {name}")
            _renamed.append((former, today))


def _give_former_names_back() -> None:
    while _renamed:
        former, today = _renamed.pop()
        for column, name in RENAMED[former, today].items():
            _alter(today, f"RENAME COLUMN {name} TO {column}")
        _alter(today, f"RENAME TO {former}")


def _columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _alter(table: str, how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} {how}")


class FormerFamily:
    """One family with one photograph, and the rows of consent as the code of the former version wrote them.

    `columns` of a method are those that this version has and older ones do not.
    """

    def __init__(self, apps: StateApps, family: Family, *, by: Account) -> None:
        """`by`: the parent who sent the photograph and asks about it."""
        self.apps, self.family, self.by = apps, family, by
        self.record = self.rows("Chain").create(family_id=family.pk)
        self.lines: list[chain.Link] = []
        self.leaf = self._photograph()
        self.picture = self.leaf.picture

    def rows(self, model: str):
        """The rows of this consent model, in that version."""
        return self.apps.get_model("consent", model).objects

    def describe(self, shows: str) -> Model:
        """Write a description of the photograph, which becomes the newest."""
        written = Version(leaf=self.leaf, by=self.by)
        written.write({"shows": shows, "language": "en"}, self.leaf.key)
        rows = self.apps.get_model("stories", "Version").objects
        version = rows.create(pk=written.pk, leaf_id=self.leaf.pk, by_id=self.by.pk, sealed=written.sealed)
        Leaf.objects.filter(pk=self.leaf.pk).update(current=version.pk)
        return version

    def name_person(self, account: Account | None = None) -> Model:
        """Somebody in the photograph; with an account they answer on a page of their own."""
        persons = self.apps.get_model("families", "Person").objects
        person = persons.create(family_id=self.family.pk, account_id=account.pk if account else None)
        audit_log.record("person.added", f"person {person.pk}", by=self.by)
        return self.rows("Part").create(picture_id=self.picture.pk, person=person, in_it=True)

    def ask(self, part: Model, *scopes: str) -> None:
        """Ask for these scopes."""
        for scope in scopes:
            self.rows("Answer").create(part=part, scope=scope, standing="asked", asked=1, turn=1)
            self._tell(part, scope, act="ask", standing="asked", turn=1, by="family")

    def say(self, part: Model, scope: str, standing: str, **columns: object) -> None:
        """Answer so that this is the status."""
        answer = self.rows("Answer").get(part=part, scope=scope)
        answer.standing, answer.turn, answer.at = standing, answer.turn + 1, now()
        answer.question, answer.language = "2026-11-25", "sv"
        for name, value in columns.items():
            setattr(answer, name, value)
        if standing in REFUSED:
            append_refusal(f"part {part.pk.hex} {scope_in_record(scope)}", answer.turn)
        answer.save()
        act, by = ACTS[standing]
        said = {"question": answer.question, "language": answer.language}
        self._tell(part, scope, act=act, standing=standing, turn=answer.turn, by=by, **said)

    def link(self, part: Model, *, by: Account, **columns: object) -> UUID:
        """Make a link for them; its id."""
        made = self.rows("Asking").create(part=part, token_hash=uuid4().hex * 2, by_id=by.pk, **columns)
        audit_log.record("asking.made", f"asking {made.pk}", by=by)
        return made.pk

    def _photograph(self) -> Leaf:
        picture = Picture.objects.create(
            family=self.family,
            key=new_key(),
            lookup=uuid4().hex * 2,
            original=uuid4().hex[:26],
            format="jpeg",
            size=1,
            sealed_name=b"",
        )
        story = Story.objects.create(family=self.family, made_by=self.by)
        return photographs.add_photograph_leaf(story, picture, by=self.by)

    def _tell(self, part: Model, scope: str, **told: str | int) -> None:
        whole = told | {"part": part.pk.hex, "person": part.person_id.hex, "scope": scope_in_record(scope)}
        before, name = self.lines[-1] if self.lines else None, self.record.name.hex
        line = chain.next_link(before, name, now().isoformat(timespec="microseconds"), whole)
        self.lines.append(line)
        values = {"number": line.number, "at": line.at, "told": line.told, "before": line.before, "hash": line.hash}
        self.rows("ProofLine").create(chain=self.record, **values)


def scope_in_record(scope: str) -> str:
    """That version's name for a scope in the record and in the log of no's."""
    kind, colon, name = scope.partition(":")
    return f"{kind}:{sha256(name.encode()).hexdigest()[:32]}" if colon else kind
