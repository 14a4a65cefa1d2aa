"""What machines are told: feeds, robots, whoever watches whether we are well."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from held import access
from held.keeping.schema import unknown
from held.keyring.words import KeyGone, NoWrappingKey, open_ring
from held.place.taking import this_place
from held.web.audiences import for_anyone
from held.web.hosts import our_address

ROBOTS = (
    "User-agent: GPTBot\nUser-agent: ClaudeBot\nUser-agent: CCBot\nUser-agent: Google-Extended\n"
    "User-agent: Applebot-Extended\nUser-agent: Bytespider\nUser-agent: PerplexityBot\nUser-agent: meta-externalagent\n"
    "Disallow: /\n\nUser-agent: *\nDisallow: /entrance/\nDisallow: /family/\nDisallow: /host/\n"
)

LEAST_ROOM = 64 * 1024 * 1024  # bytes, below which a save may soon fail


class StillFeed(Atom1Feed):
    """A feed that does not move with the clock: an empty one is as old as time, not as new as the request."""

    def latest_post_date(self) -> datetime:
        """When the newest story in it was opened."""
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


@require_safe
@for_anyone
def feed(request: HttpRequest) -> HttpResponse:
    """Stories open to everyone as an Atom feed: title, first line and address, no more."""
    site, name = our_address(), this_place().name or _("Stories here")
    told = StillFeed(
        title=_sayable(name),
        link=f"{site}/",
        feed_url=f"{site}{request.path}",
        description="",
        author_name=_sayable(name),
    )
    for story in access.stories_open_to_everyone():
        quiet = story.told.quiet or not story.told.title
        told.add_item(
            title=_("A story") if quiet else _sayable(story.told.title),
            link=f"{site}{reverse('reader:story', args=[story.address])}",
            description="" if quiet else _sayable(story.told.first_line),
            updateddate=story.opened_at,
        )
    return HttpResponse(told.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@for_anyone
def robots(_request: HttpRequest) -> HttpResponse:
    """We ask machines that gather for models to stay away. Some will not listen."""
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_safe
@for_anyone
def tdmrep(_request: HttpRequest) -> HttpResponse:
    """Text and data mining is reserved (TDM Reservation Protocol, W3C community report of 10 May 2024)."""
    return HttpResponse(json.dumps([{"location": "/", "tdm-reservation": 1}]), content_type="application/json")


@require_safe
@for_anyone
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@for_anyone
def readyz(_request: HttpRequest) -> HttpResponse:
    """Whether the place can serve; if not, a word for each thing that is not ready."""
    missing = _not_ready()
    return JsonResponse({"ready": not missing, "not_ready": missing}, status=503 if missing else 200)


def _not_ready() -> list[str]:
    checks = {"keys": _keys_open, "disk": _disk_has_room, "migrations": _tables_are_up_to_date}
    try:
        return [what for what, is_well in checks.items() if not is_well()]
    except DatabaseError:
        return ["database"]


def _keys_open() -> bool:
    try:
        ring = open_ring(settings.HELD_KEYS)
        return all(ring.key(key_id) for key_id in islice(ring.ids(), 1))
    except (OSError, sqlite3.Error, NoWrappingKey, KeyGone):
        return False


def _disk_has_room() -> bool:
    return shutil.disk_usage(settings.HELD_DATA).free > LEAST_ROOM


def _tables_are_up_to_date() -> bool:
    """Neither older than this program, nor made newer by another one while this one runs."""
    plan = MigrationExecutor(connection)
    newer = unknown(map(".".join, plan.loader.applied_migrations or ()))
    return not newer and not plan.migration_plan(plan.loader.graph.leaf_nodes())


def _sayable(words: str) -> str:
    """XML 1.0 has no way to write control characters; everything else stays as it was given."""
    return "".join(letter for letter in words if letter >= " " and letter not in "\ufffe\uffff")
