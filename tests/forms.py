"""A browser without JavaScript, small enough for harnesses: reads the forms of a page and sends them filled in."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx


def address_on(page: str) -> str:
    """The address at which readers find a story, from its family's page. Raises LookupError."""
    found = re.search(r"https?://[^/\s]+/stories/([\w-]+)/", page)
    if not found:
        raise LookupError("no address on the page")
    return found[1]


@dataclass
class Form:
    """A form on a page: its address, its fields, and the names of those that are typed into."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)

    def filled(self, **given: str) -> dict[str, list[str]]:
        """The form's data, with some fields changed."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        return {**sent, **{name: [value] for name, value in given.items()}}

    def emptied(self) -> dict[str, list[str]]:
        """The form's data with nothing typed."""
        return {name: [""] if name in self.typed else values for name, values in self.filled().items()}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._textarea: str | None = None
        self._select: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get").lower()))
        elif tag == "input" and self.forms and found.get("name"):
            off = found.get("type") in {"checkbox", "radio"} and "checked" not in found
            if not off and found.get("type") != "submit":
                self._put(found["name"], found.get("value", "on" if found.get("type") == "checkbox" else ""))
                if found.get("type", "text") not in {"hidden", "checkbox", "radio"}:
                    self.forms[-1].typed.add(found["name"])
        elif tag == "textarea":
            self._textarea, self._text = found.get("name"), ""
        elif tag == "select":
            self._select = found.get("name")
        elif tag == "option" and self._select and "selected" in found:
            self._put(self._select, found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            self._put(self._textarea, self._text.removeprefix("\n"))
            if self.forms:
                self.forms[-1].typed.add(self._textarea)
            self._textarea = None
        elif tag == "select":
            self._select = None

    def _put(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].fields.append((name, value))


def forms_on(page: str) -> list[Form]:
    """Every form of a page, in order; the address of each as the page has it."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def whole_forms(page: httpx.Response) -> list[Form]:
    """Every form of a page, with its whole address."""
    forms = forms_on(page.text)
    for form in forms:
        form.action = urljoin(str(page.url), form.action or str(page.url))
    return forms


class Hand:
    """A person with a browser without JavaScript."""

    def __init__(self, url: str, session: str = "") -> None:
        cookies = {"held": session} if session else {}
        self.http = httpx.Client(base_url=url, cookies=cookies, timeout=30, headers={"Origin": url})

    def form(self, path: str, *, action_ends: str = "") -> Form:
        """The page's first form with method POST (or the one whose action ends with `action_ends`)."""
        page = self.http.get(path)
        page.raise_for_status()
        for form in whole_forms(page):
            if form.method == "post" and form.action.endswith(action_ends):
                return form
        raise LookupError(f"no such form on {path}")

    def send(self, form: Form, **given: str) -> httpx.Response:
        """Send it; redirects are not followed."""
        return self.http.post(form.action, data=form.filled(**given))

    def close(self) -> None:
        """Close the browser."""
        self.http.close()
