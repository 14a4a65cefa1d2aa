"""Reads the pages of documentation, and finds in them what is not there."""

import re
import shlex
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.test import RequestFactory

from held import access
from held.cli.parser import COMMANDS, parser
from held.settings import HELD_SETTINGS
from tests.doors import Door, every_door

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("docs", "held", "tests", "deploy", "requirements")
OF_TESTS = {"HELD_CHROMIUM", "HELD_CORPORA"}
HOSTS = {"localhost", "127.0.0.1", "www.gnu.org"}  # beside these a page of ours names invented ones only
OF_A_SYSTEM = {"etc", "var", "srv", "usr", "run", "mnt", "media", "dev"}  # folders that a Debian has
MAP = ("step", "door", "asked of access", "act", "row", "what goes out")


def pages() -> dict[str, str]:
    """Every page of documentation: its path and its text."""
    found = [*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))]
    return {str(page.relative_to(ROOT)): page.read_text() for page in sorted(found)}


def code(text: str) -> list[str]:
    """What stands between single backticks, outside blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def dead_links(name: str, text: str) -> list[str]:
    """Links that lead to no file, or to no heading of it."""
    dead = []
    for target in re.findall(r"\]\(\s*([^)\s]+)\s*\)", text):
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        page = (ROOT / name).parent / path if path else ROOT / name
        found = page.exists() and (not heading or heading in _headings(page.read_text() if path else text))
        dead += [] if found else [target]
    return dead


def missing_files(text: str) -> list[str]:
    """Files of this repository that are named and not there."""
    paths = re.compile(r"(?:held|tests|docs|deploy|requirements|bin|\.ci)/[\w./-]*")
    return [named for named in code(text) if paths.fullmatch(named) and not (ROOT / named).exists()]


def missing_names(text: str) -> list[str]:
    """Dotted names of ours that lead nowhere."""
    named = [found for found in code(text) if re.fullmatch(r"held(?:\.\w+)+", found) and found != "held.db"]
    return [name for name in named if not is_there(name)]


def is_there(dotted: str) -> bool:
    """Whether a module, or a thing inside one, goes by this name."""
    module, inside = dotted, []
    while module:
        try:
            found: object = import_module(module)
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            inside.insert(0, last)
            continue
        for part in inside:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def wrong_commands(text: str) -> list[str]:
    """Lines with `bin/held …` or `make …` that would not be understood."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    wrong = []
    lines = [part.strip() for block in blocks for line in block.splitlines() for part in line.split(" && ")]
    for line in lines + code(text):
        asked = re.search(r"(?:bin/held|^held) ((?:-|[a-z]).*)$", line)
        made = re.fullmatch(r"(?:[A-Z_]+=\S+ )*make ([a-z]+)(?: [A-Z_]+=\S+)*", line)
        wrong += [line] if (asked and not understood(asked[1])) or (made and made[1] not in targets) else []
    return wrong


def understood(arguments: str) -> bool:
    """Whether the command line is one that held understands."""
    words = [word for word in shlex.split(arguments, comments=True) if word != "--help"]
    if words in (["--version"], []) or (len(words) == 1 and words[0] in COMMANDS):
        return True
    try:
        parser().parse_args(words)
    except SystemExit:
        return False
    return True


def wrong_routes(text: str) -> list[str]:
    """Routes that are named as `GET /…` or `POST /…` and are not there with that method."""
    return [f"{method} {path}" for method, path in _routes(text) if door_of(method, path) is None]


def door_of(method: str, path: str) -> Door | None:
    """The route that answers this method at this path, written as `/stories/<address>/`."""
    door = next((door for door in every_door() if re.sub(r"<\w+:", "<", door.path) == path), None)
    return door if door and method in methods_of(door.page) else None


def methods_of(page) -> set[str]:
    """The methods a page says it answers, asked with one that none does."""
    answer = page(RequestFactory().generic("BREW", "/"))
    return {method.strip() for method in answer["Allow"].split(",")} if answer.status_code == 405 else set()


def wrong_settings(text: str) -> list[str]:
    """HELD_* that no setting is called."""
    known = {f"HELD_{name}" for name in HELD_SETTINGS} | OF_TESTS
    named = set(re.findall(r"\bHELD_[A-Z][A-Z_]*[A-Z]\b", text))
    return sorted(given for given in named if given.removesuffix("_FILE") not in known)


def strange_places(text: str) -> list[str]:
    """Hosts that are neither ours nor invented, and folders that not every Debian has."""
    hosts = [host for host in re.findall(r"https?://([\w.-]+)", text) if host not in HOSTS]
    roots = {door.path.split("/")[1] for door in every_door()} | OF_A_SYSTEM
    firsts = re.findall(r"(?:^|[\s`(“=])/([a-z.][\w.-]*)(?=[/`])", text)
    return [host for host in hosts if not host.endswith(".example")] + [f"/{f}" for f in firsts if f not in roots]


def untrue_steps(text: str) -> list[str]:
    """What a row of the map names that is not there, or that the page at its door does not use."""
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in text.splitlines()
        if "/" in line and re.search(r"\| `(?:GET|POST) ", line)
    ]
    untrue = []
    for row in rows:
        if len(row) != len(MAP):
            untrue.append(f"{row[0]}: {len(row)} columns")
            continue
        step = dict(zip(MAP, row, strict=True))
        doors = [door_of(method, path) for method, path in _routes(step["door"])]
        written = "\n".join(_written(door) for door in doors if door)
        untrue += [f"{row[0]}: {step['door']}"] if None in doors or not doors else []
        untrue += [f"{row[0]}: access.{name}" for name in code(step["asked of access"]) if not _is_asked(name, written)]
        untrue += [f"{row[0]}: {name}" for name in code(step["act"]) if not _is_done(name, written)]
        untrue += [f"{row[0]}: {name}" for name in code(step["row"]) if name not in _models()]
    return untrue


def unclear_words(text: str) -> list[str]:
    """Entries of the glossary without *Not*, *Where* or *Shown as*; whose Where does not hold what it says; whose
    Shown as stands on no page."""
    unclear = []
    for found in re.findall(r"^- \*\*.*?(?=\n- \*\*|\n\n|\Z)", text, re.MULTILINE | re.DOTALL):
        entry = re.sub(r"\s+", " ", found)
        word = entry.split("**")[1]
        unclear += [f"{word}: {said}" for said in ("*Not:*", "*Where:*", "*Shown as:*") if said not in entry]
        where = entry.partition("*Where:*")[2].partition("*Shown as:*")[0]
        paths = [named for named in code(where) if "/" in named]
        held_there = "".join(_text_of(ROOT / path) for path in paths)
        unclear += [f"{word}: nowhere"] if not paths else []
        unclear += [f"{word}: {named}" for named in code(where) if "/" not in named and named not in held_there]
        shown = re.findall("“([^”]+)”", entry.partition("*Shown as:*")[2])
        unclear += [f"{word}: “{said}”" for said in shown if said.lower() not in _read_on_pages()]
    return unclear


@cache
def _read_on_pages() -> str:
    """Everything the doors can say, in small letters."""
    files = [path for path in sorted((ROOT / "held" / "web").rglob("*")) if path.suffix in {".html", ".py"}]
    return re.sub(r"\s+", " ", " ".join(path.read_text() for path in files)).lower()


def _headings(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _routes(text: str) -> list[tuple[str, str]]:
    return [(m[1], m[2]) for found in code(text) if (m := re.fullmatch(r"(GET|POST) (/\S*)", found))]


def _written(door: Door) -> str:
    """The modules of the door the page stands behind: the page, and what it hands its work to."""
    page = Path(str(import_module(door.page.__module__).__file__))
    return "\n".join(path.read_text() for path in sorted(page.parent.glob("*.py")))


def _is_asked(name: str, written: str) -> bool:
    return hasattr(access, name) and re.search(rf"\baccess\.{name}\b", written) is not None


def _is_done(dotted: str, written: str) -> bool:
    folder, file, act = dotted.rsplit(".", 2)
    imported = re.search(rf"from held\.{folder}(?:\.{file} import |\simport .*\b{file}\b)", written)
    return is_there(f"held.{dotted}") and bool(imported) and re.search(rf"\b{act}\(", written) is not None


def _models() -> set[str]:
    return {model.__name__ for model in apps.get_models()}


def _text_of(path: Path) -> str:
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.exists() else []
    return "\n".join(file.read_text() for file in files)
