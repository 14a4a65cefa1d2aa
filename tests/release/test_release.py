"""`make release` in a repository of its own, with our own program, changes and Makefile."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import held
from release.__main__ import CannotRelease, dated, refuse_a_version_that_does_not_rise
from tests.running import ROOT

PROGRAM, CHANGES = (
    'VERSION = "0.2.0"\n',
    "# What changed\n\n## Unreleased\n\n- More.\n\n## 0.1.0 – the first\n\n- All.\n",
)
BARE = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
WHO = {f"GIT_{who}_{what}": said for who in ("AUTHOR", "COMMITTER") for what, said in
       (("NAME", "Hilde"), ("EMAIL", "hilde@example.org"))}  # fmt: skip


@pytest.fixture
def checkout(tmp_path):
    """A repository with one commit."""
    for name in ("Makefile", "CHANGELOG.md", ".gitignore", "held/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "release", tmp_path / "release", ignore=shutil.ignore_patterns("__pycache__"))
    changes = tmp_path / "CHANGELOG.md"
    changes.write_text(changes.read_text().replace("## Unreleased\n", "## Unreleased\n\n- One more thing.\n", 1))
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All of it")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=folder, env=os.environ | BARE | WHO, capture_output=True, text=True, check=True
    ).stdout.strip()


def make(folder: Path, version: str, who: dict[str, str] = WHO) -> subprocess.CompletedProcess[str]:
    env = {name: said for name, said in os.environ.items() if not name.startswith(("MAKE", "GIT_", "EMAIL"))}
    command = ["make", "-s", "-C", folder, "release", f"VERSION={version}", f"PYTHON={sys.executable}"]
    return subprocess.run(command, env=env | BARE | who, capture_output=True, text=True, check=False)


def test_it_names_dates_commits_and_tags(checkout):
    ended = make(checkout, "7.0.0")
    assert ended.returncode == 0, ended.stderr
    assert 'VERSION = "7.0.0"' in (checkout / "held/__init__.py").read_text()
    first, second, *_ = re.findall(r"^## .+$", (checkout / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert first == "## Unreleased"
    assert re.fullmatch(r"## 7\.0\.0 – \d{4}-\d\d-\d\d", second)
    assert git(checkout, "log", "-1", "--format=%s") == "Release 7.0.0"
    assert git(checkout, "rev-list", "-n1", "v7.0.0") == git(checkout, "rev-parse", "HEAD")
    assert git(checkout, "status", "--porcelain") == ""
    assert "7.0.0 does not rise" in make(checkout, "7.0.0").stderr
    assert "nothing under “Unreleased”" in make(checkout, "7.1.0").stderr
    assert git(checkout, "tag") == "v7.0.0"


def test_the_number_that_the_program_has_already_can_be_released(checkout):
    assert make(checkout, held.VERSION).returncode == 0
    assert git(checkout, "tag") == f"v{held.VERSION}"


@pytest.mark.parametrize("name", ["CHANGELOG.md", "a-new-file"])
def test_a_checkout_with_changes_is_refused(checkout, name):
    with (checkout / name).open("a") as file:
        file.write("- More.\n")
    ended = make(checkout, "7.0.0")
    assert (ended.returncode, git(checkout, "tag")) == (2, "")
    assert "Please commit or remove these changes first:\n" in ended.stderr
    assert name in ended.stderr


def test_a_release_with_an_existing_tag_is_refused(checkout):
    git(checkout, "tag", "v7.0.0")
    assert "There is a tag v7.0.0 already" in make(checkout, "7.0.0").stderr
    assert git(checkout, "status", "--porcelain") == ""


def test_a_commit_that_fails_leaves_the_files_as_they_were(checkout):
    hook = checkout / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert "“git commit” did not succeed" in make(checkout, "7.0.0").stderr
    assert (git(checkout, "status", "--porcelain"), git(checkout, "tag")) == ("", "")


@pytest.mark.parametrize("version", ["", "7", "7.0", "7.0.0.0", "v7.0.0", "7.0.0-rc1", "7.0.0 8.0.0"])
def test_an_invalid_version_number_is_refused(checkout, version):
    assert make(checkout, version).returncode == 2
    assert git(checkout, "tag") == ""


@pytest.mark.parametrize("version", ["0.0.9", "0.1.0", "0.1.9"])
def test_a_version_that_does_not_rise_is_refused(version):
    with pytest.raises(CannotRelease, match="does not rise"):
        refuse_a_version_that_does_not_rise(version, PROGRAM, CHANGES)


@pytest.mark.parametrize("version", ["0.2.0", "0.10.0", "1.0.0"])
def test_numbers_are_compared_as_numbers(version):
    refuse_a_version_that_does_not_rise(version, PROGRAM, CHANGES.replace("0.1.0", "0.1.9"))


def test_what_was_not_released_gets_the_date():
    told = dated(CHANGES, "0.2.0", date(2027, 1, 2))
    assert told == CHANGES.replace("## Unreleased\n", "## Unreleased\n\n## 0.2.0 – 2027-01-02\n")
    with pytest.raises(CannotRelease, match="nothing under"):
        dated(told, "0.3.0", date(2027, 1, 3))


def test_the_version_is_written_in_one_place_only():
    """In `held.VERSION`, and pyproject.toml reads it."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" not in told["project"]
    assert told["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "held.VERSION"}
