"""Templates can be read: one element a line, short lines, small files, few levels. A partial is a file of its own."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "held" / "web" / "templates"
MOST_BYTES = 4500  # two screens
MOST_BYTES_OF_NINE_IN_TEN = 3500
LONGEST_LINE = 140  # characters: one sentence with its tag, or one element with its attributes
DEEPEST = 4  # levels of `if`, `for` and `with`
REPLACED_SOON = {
    "family/pictured.html": "who is in a photograph",
}
"""Pages that will be rewritten soon, each with its subject. The list may only get shorter."""
ONE_LINE = {
    "family/_said.html": "a browser shows the white space in what somebody wrote, so nothing may stand beside it"
}

ONE_ATTRIBUTE = re.compile(r"""\s*[\w-]+="{% translate '[^']*' %}[^"]*">?""")
"""A line with one attribute that is one sentence may be long: Django does not read a tag across two lines."""
LEVEL = re.compile(r"{%\s*(if|for|with|endif|endfor|endwith)\b")
IN_TAG = re.compile(r"<([a-zA-Z]\w*)(?:{%.*?%}|{{.*?}}|[^<>])*>")
BLOCK = re.compile(
    r"<(?:p|div|section|form|h[1-6]|ul|ol|li|dl|dt|dd|nav|main|header|footer|details|summary|fieldset|legend|figure|"
    r"option|article|link|meta|script)\b"
)


def _without_attributes(tag: re.Match) -> str:
    return f"<{tag[1]}>" + "\n" * tag[0].count("\n")


def depth_of(text: str) -> int:
    depth = deepest = 0
    for tag in LEVEL.findall(text):
        depth += -1 if tag.startswith("end") else 1
        deepest = max(deepest, depth)
    return deepest


def _long_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if len(line) > LONGEST_LINE and not ONE_ATTRIBUTE.fullmatch(line)]


def lines_with_more_than_one(text: str) -> list[str]:
    """Lines on which two block elements begin, or two `if`, `for` or `with` that are not inside one HTML tag."""
    found = []
    for line in IN_TAG.sub(_without_attributes, re.sub(r"{#.*?#}", "", text)).splitlines():
        levels = [tag for tag in LEVEL.findall(line) if not tag.startswith("end")]
        if len(BLOCK.findall(line)) > 1 or len(levels) > 1:
            found.append(line.strip())
    return found


def faults(name: str, text: str) -> list[str]:
    """What is wrong with the shape of one template."""
    long = [] if name in ONE_LINE else _long_lines(text)
    crowded = [] if name in ONE_LINE else lines_with_more_than_one(text)
    found = [f"{name}: a long line: {line.strip()[:60]}" for line in long]
    found += [f"{name}: more than one on a line: {line[:60]}" for line in crowded]
    if len(text.encode()) > MOST_BYTES:
        found.append(f"{name}: {len(text.encode())} bytes")
    if name not in ONE_LINE and depth_of(text) > DEEPEST:
        found.append(f"{name}: {depth_of(text)} levels")
    return found


def every_template() -> dict[str, str]:
    return {str(path.relative_to(TEMPLATES)): path.read_text() for path in sorted(TEMPLATES.rglob("*.html"))}


def test_every_template_is_small_and_readable():
    wrong = {name: faults(name, text) for name, text in every_template().items() if name not in REPLACED_SOON}
    assert not "\n".join(one for found in wrong.values() for one in found)


def test_most_templates_are_smaller_still():
    sizes = sorted(len(text.encode()) for name, text in every_template().items() if name not in REPLACED_SOON)
    assert sizes[len(sizes) * 9 // 10] <= MOST_BYTES_OF_NINE_IN_TEN


def test_no_exception_outlives_its_reason():
    templates = every_template()
    assert not [name for name in REPLACED_SOON if name not in templates or not faults(name, templates[name])]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>" + "long " * 40 + "</p>\n", "a long line"),
        ("<p>\n</p>\n" * 600, "5400 bytes"),
        ("{% if a %}\n" * 5 + "{% endif %}\n" * 5, "5 levels"),
        ("<ul><li>one</li></ul>\n", "more than one on a line"),
        ("{% if a %}{% if b %}\n{% endif %}\n{% endif %}\n", "more than one on a line"),
    ],
)
def test_each_kind_of_template_fault_is_found(text, said):
    assert any(said in fault for fault in faults("planted.html", text))


@pytest.mark.parametrize(
    "line", ['<p class="small">{% if a %}one{% endif %}</p>', "<li{% if a %} x{% endif %}{% if b %} y{% endif %}>"]
)
def test_one_element_with_its_words_is_no_fault(line):
    assert not faults("sound.html", line + "\n")
