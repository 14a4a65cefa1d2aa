"""Pages for machines: crawlers and monitors."""

import json
import shutil
import sqlite3

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from held.keeping.one_key import one_key_opens
from held.keeping.schema import unknown
from held.keeping.state import newest_copy_age
from held.keyring.text import NoWrappingKey, open_ring
from held.web.audiences import for_anyone

ROBOTS = (
    "User-agent: GPTBot\nUser-agent: ClaudeBot\nUser-agent: CCBot\nUser-agent: Google-Extended\n"
    "User-agent: Applebot-Extended\nUser-agent: Bytespider\nUser-agent: PerplexityBot\nUser-agent: meta-externalagent\n"
    "Disallow: /\n\nUser-agent: *\nDisallow: /entrance/\nDisallow: /family/\nDisallow: /host/\n"
)

LEAST_ROOM = 64 * 1024 * 1024  # bytes; below this a save may soon fail


@require_safe
@for_anyone(logged=True)
def robots(_request: HttpRequest) -> HttpResponse:
    """Asks crawlers that collect data for models to stay away. Some will not comply."""
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_safe
@for_anyone(logged=True)
def tdmrep(_request: HttpRequest) -> HttpResponse:
    """Text and data mining is reserved (TDM Reservation Protocol, W3C community report of 10 May 2024)."""
    return HttpResponse(json.dumps([{"location": "/", "tdm-reservation": 1}]), content_type="application/json")


@require_safe
@for_anyone(logged=False)
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers. Not logged: each start asks for it, before it prints the first link."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@for_anyone(logged=True)
def readyz(_request: HttpRequest) -> HttpResponse:
    """Whether this installation can serve; if not, a word for each thing that is not ready."""
    missing = _not_ready()
    age = None if {"database", "migrations"} & set(missing) else newest_copy_age()
    state = {"ready": not missing, "not_ready": missing, "newest_copy_age_seconds": age}
    return JsonResponse(state, status=503 if missing else 200)


def _not_ready() -> list[str]:
    try:
        up_to_date = _tables_are_up_to_date()
        is_well = {"keys": _keys_open(up_to_date), "disk": _disk_has_room(), "migrations": up_to_date}
    except DatabaseError:
        return ["database"]
    return [what for what, well in is_well.items() if not well]


def _keys_open(up_to_date: bool) -> bool:
    """Whether the keyring opens, and a key in it. Only tables that are up to date say which key to try."""
    try:
        ring = open_ring(settings.HELD_KEYS)
        return one_key_opens(ring) if up_to_date else True
    except (OSError, sqlite3.Error, NoWrappingKey):
        return False


def _disk_has_room() -> bool:
    return shutil.disk_usage(settings.HELD_DATA).free > LEAST_ROOM


def _tables_are_up_to_date() -> bool:
    """Neither older than this program, nor made newer by another one while this one runs."""
    plan = MigrationExecutor(connection)
    newer = unknown(map(".".join, plan.loader.applied_migrations or ()))
    return not newer and not plan.migration_plan(plan.loader.graph.leaf_nodes())
