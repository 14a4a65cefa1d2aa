"""The answers that a data folder contains, and whether all that were acknowledged are there."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import override_settings

from held.consent.record_lines import opened_line
from held.consent.states import BEGINNING, REFUSED, AnswerState, Status
from held.keyring.ring import forget_ring, this_ring
from held.lib.chain import Link
from held.lib.tokens import token_hash
from tests.promises.answering import SCOPES, Asked, Step

LINES = """
SELECT family.key, chain.name, line.number, line.at, line.sealed
FROM consent_proofline line JOIN consent_chain chain ON chain.id = line.chain_id
JOIN families_family family ON family.id = chain.family_id ORDER BY line.number
"""


@dataclass(frozen=True)
class Kept:
    """What the folder contains. `lines`: of the record, each with its involvement; `refusals`: every line of the log
    next to the keys."""

    answers: dict[str, dict[str, tuple[AnswerState, int]]]
    lines: list[tuple[str, Step]]
    refusals: set[tuple[str, int]]
    answers_visible: set[str]
    list_complete: set[str]
    links: dict[str, list[str]]  # their rows, one for each photograph, by the hash of their secret
    answered_by: dict[str, dict[str, str | None]]  # of each answer, the row of the link


def what_stands(data: Path) -> Kept:
    """Read directly from the files, even while the installation runs."""
    with closing(_opened(data / "held.db")) as words:
        answers: dict[str, dict[str, tuple[AnswerState, int]]] = {}
        answered_by: dict[str, dict[str, str | None]] = {}
        rows = words.execute("SELECT involvement_id, scope, status, asked, sequence, link FROM consent_answer")
        for involvement, scope, status, asked, sequence, link in rows:
            answers.setdefault(involvement, {})[scope] = (AnswerState(Status(status), asked), sequence)
            answered_by.setdefault(involvement, {})[scope] = link
        lines = [_line(link.told) for link in _record(data, words)]
        answers_visible = {row[0] for row in words.execute("SELECT involvement_id FROM consent_answersvisible")}
        list_complete = {row[0] for row in words.execute("SELECT picture_id FROM consent_listcomplete")}
        links: dict[str, list[str]] = {}
        for token, row in words.execute("SELECT token_hash, id FROM consent_consentlink"):
            links.setdefault(token, []).append(row)
    with closing(_opened(data / "keys" / "keyring.db")) as keys:  # last: a no is logged there before it is in the table
        refusals = set(keys.execute("SELECT thing, turn FROM no"))
    return Kept(answers, lines, refusals, answers_visible, list_complete, links, answered_by)


def _record(data: Path, words: sqlite3.Connection) -> list[Link]:
    """Every line of the records, opened with a copy of the keys: on a full disk nothing can be written next to them."""
    with TemporaryDirectory() as folder, override_settings(HELD_KEYS=Path(folder)):
        for path in (data / "keys").iterdir():
            if not path.name.startswith("keyring.db"):
                shutil.copy(path, folder)
        with (
            closing(_opened(data / "keys" / "keyring.db")) as keys,
            closing(sqlite3.connect(f"{folder}/keyring.db")) as to,
        ):
            keys.backup(to)
        forget_ring()
        try:
            return [opened_line(*row) for row in words.execute(LINES)]
        finally:
            this_ring().close()
            forget_ring()


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=20)


def _line(told: dict) -> tuple[str, Step]:
    return told["part"], Step(told["scope"], told["act"], told["standing"], told["turn"])


def thing(involvement: str, scope: str) -> str:
    """The name of an answer in the log next to the keys."""
    return f"part {involvement} {scope}"


def lost(asked: Asked, kept: Kept, known: Kept) -> list[str]:
    """What was acknowledged since `known` was read and is missing; each in a few words."""
    found, came = [], kept.lines[len(known.lines) :]
    found += ["the record is not as it was"] * (kept.lines[: len(known.lines)] != known.lines)
    for involvement in [involvement for involvements in asked.involvements for involvement in involvements]:
        steps = [step for whose, step in came if whose == involvement.pk]
        if steps not in (involvement.told, involvement.told + involvement.unsure):
            found.append(
                f"part {involvement.pk}: {involvement.told} or {involvement.unsure} was told, {steps} is in the record"
            )
        stands = {step.scope: (step.status, step.sequence) for step in steps}
        for scope in SCOPES:
            state, sequence = kept.answers[involvement.pk][scope]
            before, at = known.answers[involvement.pk][scope]
            if (state.status, sequence) != stands.get(scope, (before.status, at)):
                found.append(f"part {involvement.pk}, {scope}: {state.status} at {sequence} stands")
        if (involvement.pk in kept.answers_visible) not in involvement.tells:
            found.append(f"part {involvement.pk}: whether the family sees it")
    return found + _missing_refusals(asked, kept, known, came)


def _missing_refusals(asked: Asked, kept: Kept, known: Kept, came: list[tuple[str, Step]]) -> list[str]:
    """Every no of the record is in the log next to the keys; and the log has only those, and what was on its way."""
    said = {(thing(involvement, step.scope), step.sequence) for involvement, step in came if step.status in REFUSED}
    involvements = [involvement for involvements in asked.involvements for involvement in involvements]
    unsure = {
        (thing(involvement.pk, step.scope), step.sequence)
        for involvement in involvements
        for step in involvement.unsure
        if step.status in REFUSED
    }
    ended = {line for involvement in involvements for link in involvement.by.ended for line in _ended(link, known)}
    ending = {line for involvement in involvements for line in _ended(involvement.by.ending, known)}
    found = [f"{one}: a no that is not beside the keys" for one in sorted((said | ended) - kept.refusals)]
    strange = kept.refusals - known.refusals - said - unsure - ended - ending
    return found + [f"{one}: beside the keys, and nobody said it" for one in sorted(strange)]


def _ended(link: str, known: Kept) -> set[tuple[str, int]]:
    return {(f"asking {row}", 1) for row in known.links.get(token_hash(link), [])}


def take_up(asked: Asked, kept: Kept) -> None:
    """Update what is known of each: what was on its way is either there or not."""
    for involvement in [involvement for involvements in asked.involvements for involvement in involvements]:
        involvement.states = {
            scope: kept.answers.get(involvement.pk, {}).get(scope, (BEGINNING, 0)) for scope in SCOPES
        }
        involvement.told, involvement.unsure, involvement.tells = [], [], {involvement.pk in kept.answers_visible}
        by = involvement.by
        tokens = {row: token for token in [*by.held, *by.fresh] for row in kept.links.get(token_hash(token), [])}
        answered = kept.answered_by.get(involvement.pk, {})
        involvement.answered_by = {scope: tokens[row] for scope, row in answered.items() if row in tokens}
        by.held, by.fresh = by.held + by.fresh, []
        if by.ending and token_hash(by.ending) not in kept.links:
            by.held.remove(by.ending)
            by.ended.append(by.ending)
        by.ending = ""
