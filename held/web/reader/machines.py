"""What machines are told: feeds, robots, whoever watches whether we are well."""

import json

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from held import access
from held.web.audiences import for_anyone
from held.web.hosts import our_address

ROBOTS = (
    "User-agent: GPTBot\nUser-agent: ClaudeBot\nUser-agent: CCBot\nUser-agent: Google-Extended\n"
    "User-agent: Applebot-Extended\nUser-agent: Bytespider\nUser-agent: PerplexityBot\nUser-agent: meta-externalagent\n"
    "Disallow: /\n\nUser-agent: *\nDisallow: /entrance/\nDisallow: /family/\nDisallow: /host/\n"
)


@require_safe
@for_anyone
def feed(request: HttpRequest) -> HttpResponse:
    """Stories open to everyone as an Atom feed: title, first line and address, no more."""
    stories = access.stories_open_to_everyone()
    body = render_to_string("reader/stories.atom", {"stories": stories, "site": our_address()}, request)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


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
    try:
        plan = MigrationExecutor(connection)
        pending = plan.migration_plan(plan.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["database"]
    return ["migrations"] if pending else []
