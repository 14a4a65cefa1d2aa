"""What the documentation names exists: routes, functions, rows, settings, files, commands, words."""

import re
from pathlib import Path

import pytest

import held
from held.cli.parser import COMMANDS
from held.settings import HELD_SETTINGS
from tests import docs, tree
from tests.rules.test_words_of_the_interface import NEVER

PAGES = docs.pages()
FOR_HOSTS = sorted(name for name in PAGES if name == "README.md" or name.startswith("docs/hosts/"))
DECISIONS = sorted(name for name in PAGES if name.startswith("docs/decisions/"))
EVERY_PAGE = pytest.mark.parametrize("name", sorted(PAGES))
ROUTES_AND_ACTS = Path(__file__).with_name("routes_and_acts.txt")
READ = "GET /stories/<address>/ | story_to_read | - | "
ENTRY = "- **story** (`held.stories.models.{}`): an essay. “story”"
FOUR_WAYS = "".join(f"\n## {way}\n\n1. `held/urls.py`\n" for way in docs.WAYS)


@EVERY_PAGE
def test_every_link_in_the_docs_leads_somewhere(name):
    assert not docs.dead_links(name, PAGES[name])


@EVERY_PAGE
def test_every_file_and_every_name_is_there(name):
    assert not docs.missing_files(PAGES[name]) + docs.missing_names(PAGES[name])


@EVERY_PAGE
def test_every_command_in_the_docs_is_understood(name):
    assert not docs.wrong_commands(PAGES[name])


@EVERY_PAGE
def test_every_route_is_there_with_its_method(name):
    assert not docs.wrong_routes(PAGES[name])


@EVERY_PAGE
def test_every_setting_named_in_the_docs_exists(name):
    assert not docs.wrong_settings(PAGES[name])


@EVERY_PAGE
def test_no_page_names_a_place_of_anybodys(name):
    assert not docs.strange_places(PAGES[name])


@EVERY_PAGE
def test_no_page_of_docs_has_an_exclamation_mark(name):
    assert "!" not in re.sub(r"```.*?```|`[^`\n]*`|!\[", "", PAGES[name], flags=re.DOTALL)


@pytest.mark.parametrize("name", FOR_HOSTS)
def test_pages_for_hosts_have_no_hurtful_words(name):
    assert not NEVER.findall(re.sub(r"```.*?```|`[^`\n]*`", "", PAGES[name], flags=re.DOTALL))


def test_the_tree_of_the_map_is_the_tree_of_held():
    page = PAGES["docs/map.md"]
    assert tree.written(page) == page, "The tree changed. Write it again: python -m tests.tree"


def test_every_step_of_the_four_ways_names_a_module():
    assert not docs.untrue_ways(PAGES["docs/map.md"])


def test_every_route_asks_and_does_what_its_row_says():
    rows = ROUTES_AND_ACTS.read_text()
    assert not docs.untrue_rows(rows)
    assert rows.count(" | ") > 3 * 90


def test_the_docs_stay_within_their_limits():
    assert not docs.too_long(PAGES)


def test_each_word_of_the_glossary_is_explained():
    assert PAGES["docs/glossary.md"].count("\n- **") > 40
    assert not docs.unclear_words(PAGES["docs/glossary.md"])


def test_every_setting_is_explained_to_hosts():
    assert not [name for name in HELD_SETTINGS if f"`HELD_{name}`" not in PAGES["docs/hosts/settings.md"]]


def test_every_command_is_named_in_the_readme():
    assert not [name for name in COMMANDS if f"bin/held {name}" not in PAGES["README.md"]]


def test_the_changes_tell_of_this_version():
    titles = re.findall(r"^## (.+)$", PAGES["CHANGELOG.md"], re.MULTILINE)
    assert titles[0] == "Unreleased"
    released = [
        tuple(map(int, number)) for number in re.findall(r"^## (\d+)\.(\d+)\.(\d+)", PAGES["CHANGELOG.md"], re.M)
    ]
    assert released[0] <= tuple(map(int, held.VERSION.split(".")))  # an unreleased version may already have its number
    assert released == sorted(released, reverse=True)


def test_decisions_are_numbered_and_have_three_parts():
    assert [int(name.split("/")[-1][:4]) for name in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for name in DECISIONS:
        assert re.findall(r"^## (.+)$", PAGES[name], re.MULTILINE) == ["Context", "Decision", "Consequences"]
        assert PAGES[name].startswith(f"# {int(name.split('/')[-1][:4])}. ")


@pytest.mark.parametrize(
    ("find", "bad"),
    [
        (lambda text: docs.dead_links("README.md", text), "[a page](docs/nowhere.md)"),
        (lambda text: docs.dead_links("README.md", text), "[a heading](STYLE.md#no-such-heading)"),
        (docs.missing_files, "`held/nowhere.py`"),
        (docs.missing_names, "`held.access.story_to_buy`"),
        (docs.wrong_commands, "`bin/held publish`"),
        (docs.wrong_commands, "```\nbin/held backup --twice FOLDER\n```"),
        (docs.wrong_commands, "`make coffee`"),
        (docs.wrong_routes, "`GET /nowhere/`"),
        (docs.wrong_routes, "`POST /quiet/`"),
        (docs.wrong_settings, "`HELD_COLOUR`"),
        (docs.strange_places, "Look at https://index.somewhere.org/simple"),
        (docs.strange_places, "It lies in /elsewhere/main."),
        (docs.untrue_rows, READ.removesuffix(" | ")),
        (docs.untrue_rows, READ.replace("stories", "nowhere") + "PublishedVersion"),
        (docs.untrue_rows, READ.replace("to_read", "to_write") + "PublishedVersion"),
        (docs.untrue_rows, READ.replace("-", "stories.writing.save") + "PublishedVersion"),
        (docs.untrue_rows, READ + "Pamphlet"),
        (docs.untrue_ways, ""),
        (docs.untrue_ways, "".join(f"\n## {way}\n\n1. `held/urls.py`\n" for way in docs.WAYS[1:])),
        (docs.untrue_ways, FOUR_WAYS + "2. It is read.\n"),
        (docs.untrue_ways, FOUR_WAYS + "2. `held/nowhere.py`\n"),
        (docs.too_long, {"docs/map.md": "word " * 14_000, "README.md": "word " * 1_601}),
        (docs.too_long, {"docs/decisions/0001-x.md": "word " * 351}),
        (docs.unclear_words, "- **story**: an essay."),
        (docs.unclear_words, f"{ENTRY.format('Story')}\n{ENTRY.format('Leaf')}"),
        (docs.unclear_words, ENTRY.format("Pamphlet")),
        (docs.unclear_words, ENTRY.format("Story").replace("“story”", "“pamphlet”")),
    ],
)
def test_a_false_statement_in_the_docs_is_found(find, bad):
    assert find(bad)


def test_true_statements_in_the_docs_are_accepted():
    assert not docs.untrue_rows(READ + "PublishedVersion")
    assert not docs.untrue_ways(FOUR_WAYS)
    assert not docs.unclear_words(ENTRY.format("Story"))
    assert not docs.too_long({"docs/decisions/0001-x.md": "word " * 350, "tests/promises/README.md": "word " * 20_000})
    assert not docs.wrong_commands("`bin/held backup FOLDER`, `make run`, `bin/held check --help`")
    assert not docs.wrong_routes("`GET /stories/<address>/`")


def test_a_changed_package_makes_the_tree_untrue(tmp_path):
    for name, docstring in (("web", "Pages."), ("web/reader", "What readers see.\n\nMore."), ("lib", "Helpers.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f'"""{docstring}"""\n')
    lines = ["- `held/web/`: Pages.", "  - `held/web/reader/`: What readers see.", "- `held/lib/`: Helpers."]
    assert tree.tree(tmp_path, ["web", "lib"]).splitlines() == lines
    page = PAGES["docs/map.md"]
    assert tree.written(page.replace("- `held/web/`: ", "- `held/web/`: All ")) == page
    with pytest.raises(ValueError, match="no marks"):
        tree.written("# Map")
