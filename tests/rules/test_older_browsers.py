"""Scripts and styles work in the browsers of browsers.toml: no newer syntax, no newer feature without a reason."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import tinycss2
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

HERE = Path(__file__).parent
STATIC = HERE.parent.parent / "held" / "web" / "static"
TEMPLATES = HERE.parent.parent / "held" / "web" / "templates"
RULES = tomllib.loads((HERE / "browsers.toml").read_text())
ALLOWED = {*RULES["syntax"]["kinds"].split(), *RULES["syntax"]["words"].split()}
PARSER = Parser(Language(tree_sitter_javascript.language()))
BLOCKS = {"media", "supports"}
MORE_RULES = {"keyframes"}
# Newer methods of older objects. None of our own methods may have such a name.
LATER_METHODS = {
    *(
        "at",
        "flat",
        "flatMap",
        "replaceAll",
        "matchAll",
        "allSettled",
        "any",
        "finally",
        "findLast",
        "hasOwn",
        "groupBy",
    ),
    *("toSorted", "toReversed", "toSpliced", "with", "replaceChildren", "requestSubmit", "showModal"),
}

Use = tuple[str, str]  # its kind and its name, as in browser_features.txt


@cache
def features() -> dict[Use, list[float]]:
    """The first version of each browser that has it; infinite if none has."""
    lines = [line for line in (HERE / "browser_features.txt").read_text().splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    return {(kind, name): [float("inf" if one == "-" else one) for one in have] for kind, name, *have in rows}


def nodes(node: Node) -> Iterator[Node]:
    """This node and all below it."""
    yield node
    for child in node.children:
        yield from nodes(child)


def newer_syntax(script: str) -> list[str]:
    """Syntax that JavaScript of 2015 does not have."""
    return [found for node in nodes(PARSER.parse(script.encode()).root_node) if (found := _newer(node))]


def _newer(node: Node) -> str:
    text = (node.text or b"").decode()
    special = {
        "catch_clause": node.child_by_field_name("parameter") is None,
        "spread_element": node.parent is not None and node.parent.type == "object",
        "number": bool(re.search(r"_|n$", text)),
        "regex_flags": bool(set(text) - set("gimuy")),
        "regex_pattern": "(?<" in text or "\\p{" in text,
    }
    return f"{node.type}: {text}"[:60] if node.type not in ALLOWED or special.get(node.type) else ""


@cache
def declared(scripts: tuple[str, ...]) -> set[str]:
    """Names of our own: what scripts declare at their top, keys they write, and what templates pass on."""
    ours: set[str] = set()
    for script in scripts:
        root = PARSER.parse(script.encode()).root_node
        ours |= {_text(node, "key").strip("\"'") for node in nodes(root) if node.type == "pair"}
        for node in root.children:
            ours |= {_text(one, "name") for one in (node, *node.children) if one.child_by_field_name("name")}
    for path in TEMPLATES.rglob("*.html"):
        page = path.read_text()
        ours |= {re.sub("-(.)", lambda letter: letter[1].upper(), name) for name in re.findall(r"data-([a-z-]+)", page)}
        ours |= set(re.findall(r'name="(\w+)"', page))
    return ours | {
        "webauthnJSON",
        "supported",
        "file",
        "sign_in",
        "patience",
        "retryAfter",
        "csrfmiddlewaretoken",
    }  # and one library’s


def used_by_script(script: str) -> set[Use]:
    """Every member it names, and every name that it does not declare."""
    tree = list(nodes(PARSER.parse(script.encode()).root_node))
    local = {_text(node, "name") for node in tree if node.child_by_field_name("name")}
    local |= {_told(node) for node in tree if node.parent and node.parent.type in {"formal_parameters", "catch_clause"}}
    members = {_text(node, "property") for node in tree if node.type == "member_expression"}
    return {("script", name) for name in members | {_told(node) for node in tree if node.type == "identifier"} - local}


def later_calls(script: str) -> set[str]:
    """Newer methods that it calls, except those that our own code defines."""
    called = [node.child_by_field_name("function") for node in nodes(PARSER.parse(script.encode()).root_node)]
    return {_text(one, "property") for one in called if one and one.type == "member_expression"} & LATER_METHODS


def _text(node: Node, part: str) -> str:
    child = node.child_by_field_name(part)
    return _told(child) if child else ""


def _told(node: Node) -> str:
    return (node.text or b"").decode()


def used_by_style(sheet: str) -> set[Use]:
    """Its properties, keywords, functions, selectors and rules; those with a vendor’s prefix have a standard one
    beside them."""
    found = set(_of_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)))
    return {(kind, name) for kind, name in found if not re.search(r"(^|[ :])-(webkit|moz|o|ms)?-", name)}


def _of_rules(rules) -> Iterator[Use]:
    for rule in rules:
        assert rule.type != "error", rule.message
        prelude = tinycss2.serialize(rule.prelude)
        if rule.type == "qualified-rule":
            yield from (("selector", name) for name in re.findall(r"::?[a-z-]+", prelude))
            yield from _of_declarations(rule.content)
            continue
        yield "at", rule.lower_at_keyword
        if rule.lower_at_keyword == "media":
            yield from (("media", name) for name in re.findall(r"\(\s*([a-z-]+)", prelude))
        if rule.lower_at_keyword in BLOCKS | MORE_RULES:
            yield from _of_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        elif rule.content is not None:
            yield from _of_declarations(rule.content)


def _of_declarations(content) -> Iterator[Use]:
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        assert one.type == "declaration", f"{one.type}: rules in rules are newer"
        yield "property", one.lower_name
        yield from _of_values(one.lower_name, one.value)


def _of_values(of: str, values) -> Iterator[Use]:
    for one in values:
        if one.type == "ident" and of not in {"animation", "transition"}:
            yield "value", f"{of}: {one.lower_value}"
        elif one.type == "function":
            yield "function", one.lower_name
            yield from _of_values(of, one.arguments)


def too_new(uses: set[Use]) -> dict[Use, str]:
    """What one of the oldest browsers does not have, or what nobody has looked up."""
    known, oldest = features(), list(RULES["oldest"].values())
    late = {use: "not looked up" for use in uses if use not in known}
    for use in uses & known.keys():
        if any(first > least for first, least in zip(known[use], oldest, strict=True)):
            late[use] = f"since {known[use]}"
    return {(kind, name): why for (kind, name), why in late.items() if name not in RULES["newer"].get(kind, {})}


def scripts() -> tuple[str, ...]:
    return tuple(path.read_text() for path in sorted((STATIC / "js").rglob("*.js")))


def styles() -> list[str]:
    return [path.read_text() for path in sorted((STATIC / "css").rglob("*.css"))]


@cache
def used() -> set[Use]:
    ours = {("script", name) for name in declared(scripts())} - features().keys()
    return set().union(*map(used_by_script, scripts()), *map(used_by_style, styles())) - ours


def test_no_script_uses_syntax_that_is_too_new():
    assert not {found for script in scripts() for found in newer_syntax(script)}


def test_no_page_uses_a_feature_that_is_too_new():
    assert not too_new(used())
    assert not set().union(*map(later_calls, scripts()))


def test_what_may_be_newer_is_still_used():
    assert not [(kind, name) for kind, names in RULES["newer"].items() for name in names if (kind, name) not in used()]


@pytest.mark.parametrize(
    "script",
    [
        *("a?.b", "a ?? b", "a ||= b", "a ** b", "async () => 1", "try { a } catch { b }", "b = { ...a }", "1_000"),
        *("/(?<a>b)/", "class A { #b = 1 }", "for await (a of b) c"),
    ],
)
def test_planted_newer_script_syntax_is_found(script):
    assert newer_syntax(script)


def test_script_syntax_of_2015_is_accepted():
    assert not newer_syntax(
        "const f = (a, ...b) => `${a}`; let [c] = f(...[1]); class A { static b() {} } for (c of d) e;"
    )


@pytest.mark.parametrize(
    "script", ["a.b.flat()", "structuredClone(a)", "new ResizeObserver(a)", "a.at(1)", "form.requestSubmit()"]
)
def test_a_planted_newer_script_api_is_found(script):
    ours = {("script", name) for name in declared(scripts())}
    assert too_new(used_by_script(script) - ours) or later_calls(script)


@pytest.mark.parametrize(
    "style",
    [
        *("a:where(b) {}", "a { inset: 0 }", "a { width: clamp(1px, 2px, 3px) }", "a { display: flow-root }"),
        *("a { gap: 1px }", "@container (width > 1px) {}", "@media (scripting: none) {}", "@layer a;"),
    ],
)
def test_a_planted_newer_style_rule_is_found(style):
    assert too_new(used_by_style(style))
