"""The sender of a photograph takes it back, until the family has taken it out of its envelope.

The button is at each photograph that came by the link, whether or not the family has taken it out: its absence would
say that somebody has opened the envelope. A press that comes too late is told so.
"""

import uuid

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from held import access
from held.actions import taking_back as acts
from held.keyring.text import NoWrappingKey
from held.web.audiences import for_contributor
from held.web.contributor.envelope import way_to_it
from held.web.contributor.photograph_notes import keep_words, refused_elsewhere
from held.web.middleware.request_log import tell_fault
from held.web.same_origin import same_origin


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin(otherwise=refused_elsewhere)  # the address is a secret, and a page that was open for weeks still works
@for_contributor(logged=False)
def taking_back(request: HttpRequest, envelope_token: str) -> HttpResponse:
    """Take one back, and keep the words of the same form about the others. Raises Http404."""
    theirs = access.sent_to_speak_of(envelope_token)
    if request.method != "POST":
        return way_to_it(envelope_token)
    (one, others) = _chosen(theirs, request.POST.get("back", ""))
    return keep_words(request, envelope_token, others, then_says=_taken_back(one))


def _chosen(theirs: list[uuid.UUID], which: str) -> tuple[uuid.UUID | None, list[uuid.UUID]]:
    """The one that was chosen, if it came by this link; and the others that did."""
    chosen = [one for one in theirs if str(one) == which]
    return (chosen[0] if chosen else None), [one for one in theirs if one not in chosen]


def _taken_back(sent: uuid.UUID | None) -> str:
    """The word for what became of it. One that isn't there is told as calmly: the button may be pressed twice."""
    try:
        if sent is None:
            return "not-in-envelope"
        acts.take_back(sent)
    except acts.NotThere:
        return "not-in-envelope"
    except acts.TakenOut:
        return "taken-out-first"
    except (DatabaseError, OSError, NoWrappingKey) as fault:
        tell_fault("in taking back", fault)
        return "not-taken-back"
    return "taken-back"
