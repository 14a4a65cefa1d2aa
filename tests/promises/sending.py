"""Sending photographs as a family does, pressing its buttons, and what a data folder has of them afterwards."""

import json
import re
import socket
import struct
import time
import zlib
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPResponse
from pathlib import Path

import httpx

from tests.drawn import drawn_png
from tests.forms import Hand
from tests.inside import inside

ARRIVED = "This one has arrived, sealed."
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_KEPT = """
import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from django.conf import settings
from held.pictures import intake, sweeping, vault
from held.keyring.ring import open_ring
from held.lib.clock import now
from held.pictures.models import LeftOver, Picture, Removal, Rendition
from held.gathering.models import Sent
from held.stories.models import Leaf
from held.uptime.current import uptime
folders = (Path(settings.HELD_PHOTOGRAPHS), Path(settings.HELD_INCOMING))
files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
if {sweep}:
    sweeping.sweep()
    LeftOver.objects.update(seen_at=now() - timedelta(days=2), seen_uptime=uptime() - 2 * 86_400)
    sweeping.sweep()
    files = [path for path in files if path.exists()]
there = set(open_ring(settings.HELD_KEYS).ids())
named, originals, shown = set(), [], []
for picture in Picture.objects.all():
    named.add(picture.original)
    sheets = Leaf.objects.filter(picture=picture, kind="PHOTOGRAPH").count()
    waits = Sent.objects.filter(picture=picture, leaf=None).exists()  # in an envelope it is no sheet yet
    assert (sheets, waits) in [(1, False), (0, True)], picture.pk
    where = vault.where_original(picture.pk)
    rows = Rendition.objects.filter(picture=picture)
    if picture.key not in there:  # to destroy it was asked, and then the place was killed: asking again ends it
        assert Removal.objects.filter(picture=picture).exists(), picture.pk
        named.update(rows.values_list("blob", flat=True))
        continue
    assert picture.name
    with vault.original(picture.original, picture.key, where, picture.size) as file:
        originals.append(sha256(file.read()).hexdigest())
    for made in rows:
        named.add(made.blob)
        assert vault.get(made.blob, picture.key, vault.where_rendition(picture.pk, made.box, made.format))
        shown.append(originals[-1])
print(json.dumps([originals, shown, len([path for path in files if path.name not in named])]))
"""


def another_png(words: str) -> bytes:
    """A drawn photograph with these words in clear: other words make another file."""
    png, told = drawn_png(hue=zlib.crc32(words.encode()) % 700), b"Comment\0" + words.encode("latin-1")
    chunk = struct.pack(">I", len(told)) + b"tEXt" + told + struct.pack(">I", zlib.crc32(b"tEXt" + told))
    return png[:33] + chunk + png[33:]  # after the header, which always has this length


def digest(data: bytes) -> str:
    """By which a file is recognized."""
    return sha256(data).hexdigest()


@dataclass(frozen=True)
class Kept:
    """The content of a data folder: the digest of every original and of those with something to show, and what is
    left over."""

    originals: frozenset[str]
    shown: frozenset[str]
    left_over: int


def what_is_kept(data: Path, *, sweep: bool = False) -> Kept:
    """Unseal every photograph in a separate process. `sweep`: as a day later, when files of interrupted uploads are
    removed.

    Raises AssertionError if one does not open, or if there is half of one.
    """
    originals, shown, left_over = json.loads(inside(data, _KEPT.format(sweep=sweep)))
    assert len(originals) == len(set(originals))
    return Kept(frozenset(originals), frozenset(shown), left_over)


class Desk:
    """Ana at her desk, with one story."""

    def __init__(self, url: str, known: dict) -> None:
        self.hand = Hand(url, known["cookies"]["ana"])
        self.story = f"/family/stories/{known['story']}/"
        self.photographs = f"{self.story}photographs/"
        self._left: dict[int, bytes] = {}  # of what was begun
        self.token = _TOKEN.findall(self.page(self.story))[0]

    def page(self, path: str) -> str:
        """A page of hers."""
        answer = self.hand.http.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def press(self, path: str, **given: object) -> float:
        """Press one button; returns the moment at which its effect was confirmed."""
        answer = self.hand.http.post(path, data={"csrfmiddlewaretoken": self.token, **given})
        assert answer.status_code == 303, (path, answer.status_code)
        assert "/entrance/" not in answer.headers["Location"], (path, "a key was asked for")
        return time.monotonic()

    def send(self, *files: tuple[str, bytes], script: bool = True) -> httpx.Response:
        """Send photographs, each a name and its bytes, as the page sends them or as its script does."""
        return self.hand.http.post(
            self.photographs,
            data={"csrfmiddlewaretoken": self.token},
            files=[("photographs", (name, data, "application/octet-stream")) for name, data in files],
            headers={"Accept": "application/json"} if script else {},
        )

    def begin(self, data: bytes, sent: int, name: str = "IMG_0001.PNG") -> socket.socket:
        """Begin to send a photograph: this many bytes of the request after its headers, and then nothing more yet."""
        request = self.hand.http.build_request(
            "POST",
            self.photographs,
            data={"csrfmiddlewaretoken": self.token},
            files={"photographs": (name, data, "image/png")},
            headers={"Accept": "application/json"},
        )
        head = "".join(f"{key}: {value}\r\n" for key, value in request.headers.items())
        line = socket.create_connection((request.url.host, request.url.port), timeout=60)
        self._left[line.fileno()] = request.read()[sent:]
        line.sendall(f"POST {self.photographs} HTTP/1.1\r\n{head}\r\n".encode() + request.content[:sent])
        return line

    def go_on(self, line: socket.socket, sent: int | None = None) -> None:
        """Send this many bytes more, or all that is left."""
        left = self._left[line.fileno()]
        line.sendall(left[:sent])
        self._left[line.fileno()] = left[sent:] if sent else b""

    def show_all(self) -> None:
        """Let readers ask for every photograph that is ready, by link."""
        path = f"{self.story}circle/link/"
        page = self.page(path)
        standing = re.search(r'name="standing" value="([^"]+)"', page)[1]
        self.press(path, shown=re.findall(r'name="shown" value="([^"]+)"', page), standing=standing)

    @staticmethod
    def answer(line: socket.socket) -> tuple[int, dict]:
        """The response: the status, and what a script is told."""
        came = HTTPResponse(line)
        came.begin()
        return came.status, json.loads(came.read())

    def close(self) -> None:
        """Close the browser."""
        self.hand.close()
