"""A module that is loaded by its name is an import that the import contracts do not see: each one is listed here, and
no chain of imports leads from what it loads back to it.

The contracts see an import inside a function (tests/cli/test_loaded_when_needed.py says why there are some).
"""

import ast
from collections.abc import Iterator

import grimp
import pytest

from held.cli.parser import COMMANDS
from tests.source_code import modules

BY_NAME = {"import_module", "__import__", "reload", "run_module", "run_path", "import_string", "find_spec"}
# Which modules load ours by name. The names come from a table, or from the environment.
ALLOWED = {
    "held.cli.main": [f"held.cli.{command}" for command in COMMANDS],  # the command that was typed, and no other
    "held.cli.setting_up": ["held.settings"],  # read again once the address of the place is known
}


def loads_by_name(source: str) -> Iterator[int]:
    """The lines in which a module is loaded by its name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in BY_NAME:
            yield node.lineno


def rings(graph: grimp.ImportGraph, loads: dict[str, list[str]]) -> list[str]:
    """Each chain of imports that leads from a loaded module back to its loader."""
    for importer, loaded in loads.items():
        for name in loaded:
            graph.add_import(importer=importer, imported=name)
    chains = [
        graph.find_shortest_chain(importer=name, imported=importer)
        for importer, loaded in loads.items()
        for name in loaded
    ]
    return [" → ".join(chain) for chain in chains if chain]


def test_only_those_listed_load_a_module_by_its_name():
    found = {path.removesuffix(".py").replace("/", ".") for path, source in modules() if list(loads_by_name(source))}
    assert found == set(ALLOWED), "please import it, in a function if it has to wait"


def test_no_module_loaded_by_name_imports_who_loads_it():
    assert not rings(grimp.build_graph("held", cache_dir=None), ALLOWED)


@pytest.mark.parametrize(
    "line",
    [
        'import_module("held.cli.unsealing").look()',
        'importlib.import_module(f"held.{name}")',
        '__import__("held.cli.proof")',
        'import_string("held.cli.proof.run")',
        'runpy.run_module("held.cli.proof")',
    ],
)
def test_a_planted_load_by_name_is_found(line):
    assert list(loads_by_name(line))


def test_a_planted_ring_of_imports_is_found():
    graph = grimp.ImportGraph()
    for module in ("a", "b", "c"):
        graph.add_module(module)
    graph.add_import(importer="b", imported="c")
    assert not rings(graph, {"a": ["b"]})
    graph.add_import(importer="c", imported="a")
    assert rings(graph, {"a": ["b"]}) == ["b → c → a"]


def test_an_import_in_a_function_is_seen_by_the_contracts():
    graph = grimp.build_graph("held", cache_dir=None)
    assert "held.cli.unsealing" in graph.find_modules_directly_imported_by("held.cli.proof")
    assert "held.demo.family" in graph.find_modules_directly_imported_by("held.cli.demo")
