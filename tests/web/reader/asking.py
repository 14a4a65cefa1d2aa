"""What a reader’s browser does when somebody asks for a photograph, and what the pages in response show."""

import re

from django.test import Client

from tests.web.reader.test_story import CLOSED

OURS = {"Sec-Fetch-Site": "same-origin"}
IMAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "image"}


def at(placed, address: str = "noor") -> str:
    return f"/stories/{address}/photographs/{placed.name}"


def asked(browser: Client, path: str, **headers: str) -> str:
    """The page that follows a request as a current browser sends it."""
    answer = browser.post(path, headers={**OURS, **headers})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, path)
    return browser.get(answer["Location"]).content.decode()


def pictures_on(page: str) -> list[str]:
    """The addresses of every rendition that a page names."""
    return re.findall(r"/p/[\w-]+", page)


def is_veiled(page: str) -> bool:
    return not pictures_on(page) and "<img" not in page and "Show photograph" in page


def closed(answer) -> bool:
    """The 404 of a thing that never existed."""
    return answer.status_code == 404 and CLOSED in answer.content and answer["Content-Type"].startswith("text/html")
