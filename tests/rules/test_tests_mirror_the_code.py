"""Each module in `held/` has its test at the same path in `tests/`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MIRRORED = (
    "jail",
    "lib",
    "uptime",
    "keyring",
    "accounts",
    "place",
    "families",
    "pictures",
    "consent",
    "stories",
    "publishing",
    "gathering",
    "reading",
    "desk",
    "actions",
    "keeping",
    "chores",
    "cli",
)
WITHOUT_ACTS = {
    "__init__",
    "models",
    "apps",
    "table",
    "sql",
    "clock",
    "data_policy",
}  # data policy: tests/rules; clock: one line
ELSEWHERE = {"access", "bench", "release", "rules", "promises", "journeys", "browser", "deploy", "web"}


def test_every_module_has_a_test_file_of_its_name():
    missing = [
        f"tests/{folder}/test_{path.stem}.py"
        for folder in MIRRORED
        for path in sorted((ROOT / "held" / folder).glob("*.py"))
        if path.stem not in WITHOUT_ACTS and not (ROOT / "tests" / folder / f"test_{path.stem}.py").exists()
    ]
    assert not missing


def test_every_folder_of_tests_mirrors_a_folder_of_code():
    folders = {path.parent.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    assert folders - ELSEWHERE <= set(MIRRORED)
