"""How a column is sealed, and what happens if it does not open, is written once: held/keyring/sealed.py and opening.py.

No other module catches both faults of opening by their names, and no model seals a column by hand.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.source_code import modules

FAULTS = {"KeyGone", "Damaged"}
BY_HAND = {"seal", "unseal", "seal_bytes", "unseal_bytes"}
# Modules that seal by hand, each with its reason.
ALLOWED = {
    "held/accounts/sign_in_keys.py": "the name of a passkey is a part of a JSON column of allauth",
    "held/consent/outlets.py": "the name of an outlet is padded, so that its length tells nothing",
    "held/consent/record_lines.py": "a line is padded, and bound to its number in its record",
    "held/consent/sealing.py": "a file that a family takes home, no column",
    "held/pictures/vault.py": "files of photographs, no columns",
}


def catches_both(source: str) -> Iterator[int]:
    """The lines in which a module names both faults together."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Tuple | ast.BinOp | ast.Call):
            names = {ast.unparse(one).rpartition(".")[2] for one in ast.iter_child_nodes(node)}
            if names >= FAULTS:
                yield node.lineno


def seals_by_hand(source: str) -> bool:
    """Whether a module calls the functions under the sealed fields."""
    calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}
    return any(call.removeprefix("text.") in BY_HAND for call in calls)


def outside() -> Iterator[tuple[str, str]]:
    """Every module except those of the keyring."""
    return modules(without=("held/keyring",))


def test_nobody_catches_both_faults_by_name():
    wrong = [f"{path}:{line}" for path, source in outside() for line in catches_both(source)]
    assert not wrong, "please catch CannotOpen, or use opened_or"


def test_columns_are_sealed_by_a_sealed_field():
    assert {path for path, source in outside() if seals_by_hand(source)} == set(ALLOWED)


@pytest.mark.parametrize(
    "line",
    [
        "try: pass\nexcept (KeyGone, Damaged): pass",
        "try: pass\nexcept (OSError, Damaged, text.KeyGone): pass",
        "with suppress(KeyGone, Damaged): pass",
        "isinstance(fault, KeyGone | Damaged)",
    ],
)
def test_planted_code_that_catches_both_is_found(line):
    assert list(catches_both(line))


def test_planted_code_that_seals_by_hand_is_found():
    assert seals_by_hand("self.sealed = text.seal(self.key, WHERE.format(self.pk), given)")
    assert not seals_by_hand("self.name = given; ACCOUNT.seal(self, given)")
