"""Words that hurt are nowhere a person can read them: templates, messages, scripts, terminal."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NEVER = re.compile(
    r"\b(fetus|embryo|products of conception|remains|closure|journey|healing process|rainbow|angel|"
    r"terminate[ds]?|abort(?:ed)?|kill(?:ed)?|dead|expired?|orphan(?:ed)?|congratulations|awesome|yay|oops|"
    r"uh-oh|welcome back|views|trending|popular|memories|anniversary|birthday|users?|asset|engagement|audience|"
    r"followers?|sensitive|graphic|trigger|disturbing|nsfw|successful(?:ly)?|invalid|illegal|denied|hurry|"
    r"last chance)\b|!",
    re.IGNORECASE,
)
SIGN_IN = re.compile(r"\b(?:come|comes|coming|came) in\b(?! an envelope)|\blog(?:ged|s|ging)?[ -]?in\b", re.IGNORECASE)
"""Other words for signing in; the interface says “sign in”."""
MARKED = re.compile(
    r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')[^%]*%}|{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}""",
    re.DOTALL,
)
IN_PYTHON = re.compile(
    r"""(?:\b_|gettext|gettext_lazy|ngettext|print|say)\(\s*f?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
)


def words_of_templates() -> list[tuple[str, str]]:
    found = []
    for path in sorted((ROOT / "held" / "web" / "templates").rglob("*.*")):
        text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)
        found += [(path.name, "".join(part for part in match if part)) for match in MARKED.findall(text)]
    return found


def words_of_python() -> list[tuple[str, str]]:
    return [
        (path.name, "".join(match))
        for path in sorted((ROOT / "held").rglob("*.py"))
        for match in IN_PYTHON.findall(path.read_text())
    ]


@pytest.mark.parametrize(("where", "words"), words_of_templates() + words_of_python())
def test_no_word_of_the_interface_hurts(where, words):
    found = NEVER.search(words)
    assert not found, f"{where}: “{found and found[0]}” in “{words}”"


def test_signing_in_has_one_word_everywhere():
    printed = [(path.name, path.read_text()) for path in sorted((ROOT / "held" / "cli").glob("*.py"))]
    words = [*words_of_templates(), *words_of_python(), *printed]
    assert not [(where, found[0]) for where, said in words if (found := SIGN_IN.search(said))]


@pytest.mark.parametrize("bad", ["Come in here", "somebody came in by it", "Please log in", "Login"])
def test_another_word_for_signing_in_is_found(bad):
    assert SIGN_IN.search(bad)


def test_the_check_reads_words_of_many_templates():
    assert len(words_of_templates()) > 40


@pytest.mark.parametrize(
    "bad", ["Saved!", "Your session expired", "Sensitive content", "3 views", "Successfully saved"]
)
def test_a_planted_hurtful_word_is_found(bad):
    assert NEVER.search(bad)


def test_every_word_of_a_template_goes_through_gettext():
    bare = []
    for path in sorted((ROOT / "held" / "web" / "templates").rglob("*.html")):
        text = re.sub(r"{% block (?:robots|body_class) %}.*?{% endblock %}", "", MARKED.sub("", path.read_text()))
        text = re.sub(
            r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<script.*?</script>",
            "",
            text,
            flags=re.DOTALL,
        )
        text = re.sub(r"<[^>]*>", "", text)
        text = re.sub(r"""[\w-]+=("[^"]*"|'[^']*')|data-[\w-]+""", "", text)
        bare += [(path.name, word) for word in re.findall(r"[A-Za-z]{3,}", text)]
    assert not bare


def test_pages_of_sending_call_a_phone_a_device():
    """Photographs are sent from computers too, and one thing has one word on a page."""
    web = ROOT / "held" / "web"
    pages = [*(web / "templates").glob("_sending*.html"), *(web / "templates" / "contributor").glob("*.html")]
    pages += [web / "templates" / "_choose_photographs.html", web / "templates" / "errors" / "sender_signed_out.html"]
    code = [web / "sending.py", *(web / "contributor").glob("*.py")]
    assert {"_sending.html", "envelope.html"} <= {path.name for path in pages}
    wrong = {path.name: re.findall(r"\b(?:phone|computer)s?\b", path.read_text()) for path in [*pages, *code]}
    assert not {name: found for name, found in wrong.items() if found}
