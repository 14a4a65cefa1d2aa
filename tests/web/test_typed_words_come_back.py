"""BACK brings typed words back: no text field is excluded from what a browser remembers of a page."""

import re
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "held" / "web"
ALLOWED = {
    "entrance/forms.py",  # paper codes are keys
    # Names of other people, and where to reach them: a browser would fill in the user's own.
    "family/writing/forms.py",
    "family/photographs/gathering_form.py",
    "family/photographs/photograph_form.py",
    "host/word_forms.py",
    "host/specimen.py",  # never sent
    "templates/contributor/_words.html",
    "templates/family/contact_sheet.html",  # ticks alone
    "templates/errors/_your_words.html",  # the page of a refused form: BACK leads to the page where they were typed
}
OFF = re.compile(r"autocomplete\W+off")


def test_no_field_of_words_turns_this_off():
    found = {
        str(path.relative_to(WEB))
        for path in WEB.rglob("*")
        if path.suffix in {".py", ".html"}
        if OFF.search(path.read_text())
    }
    assert found == ALLOWED
