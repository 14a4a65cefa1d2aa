"""Reads the documentation, and finds names in it that do not exist."""

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
HOSTS = {"localhost", "127.0.0.1", "www.gnu.org"}  # all other names in our pages are invented
OF_A_SYSTEM = {"etc", "var", "srv", "usr", "run", "mnt", "media", "dev", "opt"}  # folders that every Debian has
WAYS = ("A story", "A photograph", "A yes", "A person")
TEXTS = ("README.md", "STYLE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
MOST_WORDS, MOST_WORDS_OF_A_DECISION = 15_600, 350


def pages() -> dict[str, str]:
    """Every page of documentation: its path and its text."""
    found = [*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))]
    return {str(page.relative_to(ROOT)): page.read_text() for page in sorted(found)}


def code(text: str) -> list[str]:
    """The text between single backticks, outside blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def dead_links(name: str, text: str) -> list[str]:
    """Links to a missing file, or to a missing heading of a file."""
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
    """Files of this repository that are named and do not exist."""
    paths = re.compile(r"(?:held|tests|docs|deploy|requirements|bin|\.ci)/[\w./-]*")
    return [named for named in code(text) if paths.fullmatch(named) and not (ROOT / named).exists()]


def missing_names(text: str) -> list[str]:
    """Dotted names of ours that do not exist."""
    named = [found for found in code(text) if re.fullmatch(r"held(?:\.\w+)+", found) and found != "held.db"]
    return [name for name in named if not is_there(name)]


def is_there(dotted: str) -> bool:
    """Whether a module, or something inside one, has this name."""
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
    """Lines with `bin/held …` or `make …` that are not valid commands."""
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
    """Whether held accepts this command line."""
    words = [word for word in shlex.split(arguments, comments=True) if word != "--help"]
    if words in (["--version"], []) or (len(words) == 1 and words[0] in COMMANDS):
        return True
    try:
        parser().parse_args(words)
    except SystemExit:
        return False
    return True


def wrong_routes(text: str) -> list[str]:
    """Routes that are named as `GET /…` or `POST /…` and do not exist with that method."""
    return [f"{method} {path}" for method, path in _routes(text) if door_of(method, path) is None]


def door_of(method: str, path: str) -> Door | None:
    """The route that answers this method at this path, written as `/stories/<address>/`."""
    door = next((door for door in every_door() if re.sub(r"<\w+:", "<", door.path) == path), None)
    return door if door and method in methods_of(door.page) else None


def methods_of(page) -> set[str]:
    """The methods a page accepts, found by a request with one that no page accepts."""
    answer = page(RequestFactory().generic("BREW", "/"))
    return {method.strip() for method in answer["Allow"].split(",")} if answer.status_code == 405 else set()


def wrong_settings(text: str) -> list[str]:
    """HELD_* names that are not settings."""
    known = {f"HELD_{name}" for name in HELD_SETTINGS} | OF_TESTS
    named = set(re.findall(r"\bHELD_[A-Z][A-Z_]*[A-Z]\b", text))
    return sorted(given for given in named if given.removesuffix("_FILE") not in known)


def strange_places(text: str) -> list[str]:
    """Hosts that are neither ours nor invented, and folders that not every Debian has."""
    hosts = [host for host in re.findall(r"https?://([\w.-]+)", text) if host not in HOSTS]
    roots = {door.path.split("/")[1] for door in every_door()} | OF_A_SYSTEM
    firsts = re.findall(r"(?:^|[\s`(“=])/([a-z.][\w.-]*)(?=[/`])", text)
    return [host for host in hosts if not host.endswith(".example")] + [f"/{f}" for f in firsts if f not in roots]


def untrue_rows(text: str) -> list[str]:
    """The names in a row of routes_and_acts.txt that do not exist, or that the folder of its page does not use."""
    untrue = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        cells = line.split(" | ")
        if len(cells) != 4:
            untrue.append(f"{line}: {len(cells)} columns")
            continue
        route, *others = cells
        asked, acts, rows = (cell.replace("-", "").split() for cell in others)
        door = door_of(*route.split(" ", 1))
        used = _written(door) if door else ""
        untrue += [] if door else [route]
        untrue += [f"{route}: access.{name}" for name in asked if not _is_asked(name, used)]
        untrue += [f"{route}: {name}" for name in acts if not _is_done(name, used)]
        untrue += [f"{route}: {name}" for name in rows if name not in _models()]
    return untrue


def untrue_ways(text: str) -> list[str]:
    """Sections that the map lacks, and steps of a section that name no module, or one that does not exist."""
    untrue = []
    for way in WAYS:
        section = text.partition(f"\n## {way}\n")[2].partition("\n## ")[0]
        steps = re.findall(r"^\d+\. .*(?:\n {3}.*)*", section, re.MULTILINE)
        untrue += [] if steps else [way]
        for step in steps:
            modules = [named for named in code(step) if named.startswith("held/") and named.endswith(".py")]
            untrue += [] if modules and not missing_files(step) else [step]
    return untrue


def words(text: str) -> int:
    """How many words a page has, as `wc -w` counts them."""
    return len(text.split())


def too_long(pages: dict[str, str]) -> list[str]:
    """What is longer than its limit: all pages for people together, and each decision."""
    ours = {name: words(text) for name, text in pages.items() if name in TEXTS or name.startswith("docs/")}
    long = [f"together: {sum(ours.values())}"] if sum(ours.values()) > MOST_WORDS else []
    decisions = {name: count for name, count in ours.items() if name.startswith("docs/decisions/")}
    return long + [f"{name}: {count}" for name, count in decisions.items() if count > MOST_WORDS_OF_A_DECISION]


def unclear_words(text: str) -> list[str]:
    """Lines of the glossary that are not an entry; terms that occur twice; names in code that do not exist; quoted
    words that no page of ours shows."""
    unclear, seen = [], set()
    for line in re.findall(r"^- .*", text, re.MULTILINE):
        entry = re.fullmatch(r"- \*\*(.+?)\*\* \(`(\S+)`\): (.+)", line)
        if entry is None:
            unclear.append(line)
            continue
        terms = entry[1].split(", ")
        unclear += [f"{term} comes twice" for term in terms if term in seen]
        seen.update(terms)
        unclear += [] if is_there(entry[2]) else [f"{entry[1]}: {entry[2]}"]
        shown = re.findall("“([^”]+)”", entry[3])
        unclear += [f"{entry[1]}: “{said}”" for said in shown if said.lower() not in _read_on_pages()]
    return unclear


@cache
def _read_on_pages() -> str:
    """All text that our pages can show, in lower case."""
    files = [path for path in sorted((ROOT / "held" / "web").rglob("*")) if path.suffix in {".html", ".py"}]
    return re.sub(r"\s+", " ", " ".join(path.read_text() for path in files)).lower()


def _headings(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _routes(text: str) -> list[tuple[str, str]]:
    return [(m[1], m[2]) for found in code(text) if (m := re.fullmatch(r"(GET|POST) (/\S*)", found))]


def _written(door: Door) -> str:
    """The modules behind a route: the page's own, and those it hands its work to."""
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
