"""Strings in data stay as they are when names in the code change: existing data still opens, and is still found.

What something is sealed, hashed or signed for is in `held/lib/stored_strings.py` and nowhere else. Whole tables and
forms are defined where they are used; their strings are pinned here. A new string is added to its list. One that is
removed from a list needs a migration, and code that still reads the old one.
"""

import ast
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import fields

import pytest
from django import forms

from held.accounts import sessions
from held.consent.states import Event, Status
from held.keeping import copies, unfinished
from held.keeping.copies import Manifest
from held.keeping.unfinished import Upgrade
from held.keyring import kek
from held.keyring.store import Keyring
from held.lib import chain, cover
from held.pictures import vault
from tests.doors import every_door
from tests.source_code import ROOT, modules

# Functions, and the position of the argument that says the purpose. -1: only by keyword.
LABELLED = {
    **dict.fromkeys(["seal", "unseal", "seal_bytes", "unseal_bytes", "sealing", "unsealing"], 1),
    **dict.fromkeys(["keyed_hash", "hash_under", "derived_token"], 1),
    **dict.fromkeys(["append_refusal", "salted_hmac", "SealedText", "SealedWords"], 0),
    **dict.fromkeys(["HKDF", "Signer", "TimestampSigner", "dumps", "loads"], -1),
}
LABELS = {"where", "purpose", "salt", "info", "thing", "bound_to"}

KEYRING = {
    "place": ["id"],
    "key": ["id", "bucket", "epoch", "wrapped"],
    "bucket": ["number", "epoch", "kek", "wrapped"],
    "no": ["number", "thing", "turn"],
    "destroyed": ["id", "earlier"],
    "destroyed_since": ["at"],
}
# Keys in JSON: of a dated copy, and of the mark of an upgrade.
MANIFEST = "version database words at sha256 place counts migrations keys_noted uptime number"
UPGRADE = "copy tables put_back database"
FILES = (
    "keys held.db photographs incoming set-aside restore-unfinished upgrade-unfinished before-upgrade kek-3 "
    "photographs.txt"
)
LINE = "number at told before hash"  # of a record, as JSON
EVENTS = "ask repeat confirm agree decline not_now withdraw lapse"
STANDINGS = "not_asked asked agreed confirming declined not_now withdrawn lapsed"
COOKIES = "__Host-held __Host-form __Host-visit __Host-named __Secure-opened __Secure-question __Secure-ticket"
BROWSER_STORAGE = {"held.draft.", "held.sent."}
# Form fields: they are stored in sealed words and in copies that browsers keep, and sent by pages open for weeks.
FORM_FIELDS = (
    "title why word language quiet_title",
    (
        "name sentence sex sex_own pronouns status born died learned weeks_number weeks_days weeks_about lived_for "
        "weight length"
    ),
    "title body language signed written",
    (
        "shows covered face whole_body hands_or_feet nobody scan alive dying has_died very_small skin injury blood "
        "equipment mother weeping children staff funeral more language"
    ),
    "name words",
    "name words reach",
    "name purpose most days",
    "who name reach in_it took_it",
    "scope outlet",
    "sheet code",
    "wished",
    "answer",
    "label",
)
HIDDEN_FIELDS = {"base", "hand", "turn", "draft", "once", "seen", "settled", "shown", "standing"}


def offences(source: str) -> Iterator[str]:
    """Calls in a module that give the purpose of sealing, hashing or signing as a string of their own."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            position = LABELLED.get(ast.unparse(node.func).rpartition(".")[2])
            if position is not None and any(map(_is_literal, _labels(node, position))):
                yield f"{node.lineno}: {ast.unparse(node)}"


def _labels(call: ast.Call, position: int) -> list[ast.expr]:
    by_name = [told.value for told in call.keywords if told.arg in LABELS]
    return by_name + (call.args[position : position + 1] if position >= 0 else [])


def _is_literal(node: ast.expr) -> bool:
    return any(
        isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and isinstance(one.value, str | bytes))
        for one in ast.walk(node)
    )


def test_every_stored_string_is_in_the_one_file():
    wrong = [f"{path}:{offence}" for path, source in modules() for offence in offences(source)]
    assert not wrong, "please give it a name in held/lib/stored_strings.py"


@pytest.mark.parametrize(
    "line",
    [
        'text.seal(key, f"knock {row.pk}", given)',
        'text.unseal(key, "family-label", sealed)',
        "seal_bytes(key, 'a place', data)",
        "keyed_hash(settings.SECRET_KEY, 'held.thing', value)",
        "hash_under(key, purpose='thing', value=value)",
        "derived_token(secret, 'link', token)",
        "append_refusal(f'part {part.hex} {scope}', 3)",
        "signing.loads(draft, salt='held.draft')",
        "HKDF(SHA256(), 32, None, info=b'held hash' + MAGIC)",
    ],
)
def test_a_planted_stored_string_is_found(line):
    assert list(offences(line))


def test_a_string_from_the_one_file_is_no_offence():
    assert not list(offences("text.seal(key, KNOCK.format(row.pk), 'words'); json.loads('{}')"))


def test_tables_of_the_keyring_keep_their_names(tmp_path):
    Keyring(tmp_path / "keys").close()
    with sqlite3.connect(tmp_path / "keys" / "keyring.db") as there:
        tables = [row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {name: [row[1] for row in there.execute(f"PRAGMA table_info({name})")] for name in tables}
    there.close()
    assert columns == KEYRING


def test_keys_of_manifests_and_marks_keep_their_names():
    assert [one.name for one in fields(Manifest)] == MANIFEST.split()
    assert [one.name for one in fields(Upgrade)] == UPGRADE.split()


def test_files_of_a_place_keep_their_names(settings):
    places = [settings.HELD_KEYS, settings.HELD_WORDS, settings.HELD_PHOTOGRAPHS, settings.HELD_INCOMING]
    places += [settings.HELD_SET_ASIDE, unfinished.mark(), unfinished.upgrade_mark()]
    names = [path.name for path in places] + [unfinished.BEFORE_UPGRADE, kek.file_of(3), copies.PHOTOGRAPHS]
    assert names == FILES.split()
    assert [one.value for one in vault.Folder] == ["photographs", "incoming", "set-aside"]


def test_keys_of_a_sign_in_keep_their_names():
    assert sessions.ENDS_UPTIME == "ends_uptime"


def test_keys_of_records_keep_their_names():
    link = chain.next_link(None, "c" * 32, "2026-01-01T00:00:00+00:00", {"act": "ask"})
    first, line, last = (chain._read(one.encode()) for one in chain.lines_of("c" * 32, [link]))
    assert (sorted(first), sorted(line), sorted(last)) == (["chain", "format"], sorted(LINE.split()), ["count", "last"])
    assert cover.cover_line(cover.Cover("c" * 32, "k" * 32)) == (
        b'{"chain":"' + b"c" * 32 + b'","format":1,"key":"' + b"k" * 32 + b'","sealed":"record"}\n'
    )


def test_events_and_answers_keep_their_values():
    assert [one.value for one in Event] == EVENTS.split()
    assert [one.value for one in Status] == STANDINGS.split()


def test_what_browsers_keep_keeps_its_names():
    code = "".join(source for _path, source in modules())
    assert set(re.findall(r'"(__(?:Host|Secure)-\w+)"', code)) == set(COOKIES.split())
    scripts = "".join(path.read_text() for path in (ROOT / "held" / "web" / "static" / "js").glob("*.js"))
    assert set(re.findall(r'"(held\.[a-z.]+)"', scripts)) == BROWSER_STORAGE


def test_fields_of_forms_keep_their_names():
    templates = "".join(path.read_text() for path in (ROOT / "held" / "web" / "templates").rglob("*.html"))
    assert set(re.findall(r'name="([a-z_-]+)"', templates)) >= HIDDEN_FIELDS
    assert every_door()  # imports every form with its page
    there = {" ".join(form.base_fields) for form in _forms(forms.Form)}
    assert not set(FORM_FIELDS) - there


def _forms(kind: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for one in kind.__subclasses__():
        yield one
        yield from _forms(one)
