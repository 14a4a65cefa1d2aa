"""Asking for photographs as a reader's browser does: the form, the page that follows, the addresses on it."""

import json
import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from tests.inside import inside

_IMAGE = re.compile(r"/p/[\w-]+")
_NAME = re.compile(r"/photographs/([\w-]{22})\"")
_PLACE = """
import json
from types import SimpleNamespace
from held.publishing.addresses import addresses_of
from held.stories.models import Publication, Story
from tests import cast as people
from tests.photographs import photograph
story = Story.objects.get(pk={story})
cast = SimpleNamespace(ana=story.made_by, family=story.family)
placed = [photograph(cast, story) for _ in range({many})]
people.open_to(story, Publication.Circle.LINK, by=cast.ana)
names = dict((one.name, one.leaf_id) for one in placed)
print(json.dumps([addresses_of(story)["LINK"], names]))
"""


def with_photographs(data: Path, story: int, many: int) -> tuple[str, dict[str, int]]:
    """Place `many` photographs in a seeded story and open it by link. Returns its address; each name, and its leaf."""
    address, names = json.loads(inside(data, _PLACE.format(story=story, many=many)))
    return address, names


def veil_path(address: str, name: str) -> str:
    """The address at which one photograph is asked for."""
    return f"/stories/{address}/photographs/{name}"


def images_on(page: str) -> list[str]:
    """The addresses of images on a page, each once, in order."""
    return list(dict.fromkeys(_IMAGE.findall(page)))


def names_on(page: str) -> list[str]:
    """The names of the photographs that can be asked for on a page."""
    return list(dict.fromkeys(_NAME.findall(page)))


@dataclass(frozen=True)
class Answer:
    """The response."""

    status: int
    kind: str
    body: bytes


class Asker:
    """One reader's browser, as fast as Python allows: it keeps its visit, and the ticket of its last request."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._line = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._cookies: dict[str, str] = {}

    def ask(self, address: str, name: str) -> Answer:
        """Press “Show photograph”."""
        return self.press(veil_path(address, name))

    def press(self, path: str, **headers: str) -> Answer:
        """Press a button of a form without text."""
        return self._send("POST", path, {"Origin": self._url, "Content-Length": "0", **headers})

    def get(self, path: str, **headers: str) -> Answer:
        """Load a page, or fetch an image."""
        return self._send("GET", path, headers)

    def forget(self) -> None:
        """Delete the cookies of this browser, as in one that was never here."""
        self._cookies.clear()

    def close(self) -> None:
        """Close the browser."""
        self._line.close()

    def _send(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._line.request(method, path, headers=headers | ({"Cookie": cookies} if cookies else {}))
        came = self._line.getresponse()
        body = came.read()
        self._keep(came)
        return Answer(came.status, came.headers.get("Content-Type", ""), body)

    def _keep(self, came: HTTPResponse) -> None:
        for line in came.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self._cookies.pop(name, None)
            else:
                self._cookies[name] = value


def is_shown(reader: Asker, address: str, name: str) -> bool:
    """Whether a reader who asks is shown it."""
    if reader.ask(address, name).status != 303:
        return False
    images = images_on(reader.get(veil_path(address, name)).body.decode())
    return bool(images) and reader.get(images[0]).kind.startswith("image/")
