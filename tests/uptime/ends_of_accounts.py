"""Waits and ends of links, sign-ins, keys, open forms and envelopes.

Tickets have a clock of the kernel that nobody can set: tests/pictures/test_ticket.py.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.signing import loads
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from held import access
from held.access import Viewer
from held.accounts import one_time_links
from held.accounts.models import RECOVERY_OPENS_FOR, RECOVERY_WAITS, Link
from held.accounts.one_time_links import CannotBeUsed, make_link, use_link, used_a_moment_ago
from held.accounts.sessions import SessionStore, kept_of
from held.chores import sweeping
from held.families.models import Member
from held.families.recovery import ask_for_new_link
from held.gathering.models import Envelope
from held.lib.stored_strings import SIGNED_DRAFT
from held.stories.models import Leaf
from held.web.audiences import KEY_SHOWN_FOR, viewer_of
from held.web.entrance.signing_in import PASSKEY, sign_in
from held.web.family.writing import drafts
from tests import cast as people
from tests.cast import Cast
from tests.enveloped import an_envelope
from tests.uptime.table import End

SIGNED_IN = timedelta(seconds=settings.SESSION_COOKIE_AGE)
WEEK = timedelta(days=7)
TOLD_FOR = one_time_links.GOOD_FOR - RECOVERY_OPENS_FOR


def _link(cast: Cast) -> str:
    return make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.ana)[1]


def _link_opens_nothing(token: object) -> bool:
    try:
        one_time_links.find_link(str(token))
    except CannotBeUsed:
        return True
    return False


def _link_is_swept(token: object) -> bool:
    sweeping.sweep_links()
    return not Link.objects.filter(token_hash=one_time_links.token_hash(str(token))).exists()


def _recovery(cast: Cast) -> Viewer:
    ask_for_new_link(Member.objects.get(account=cast.ben), by=cast.ana)
    return Viewer(cast.ana)


def _recovery_open_for_days(cast: Cast) -> Viewer:
    """Until then the date alone does not end it: tests/uptime/test_waits_before_ends.py."""
    viewer, ago = _recovery(cast), RECOVERY_WAITS + RECOVERY_OPENS_FOR
    link, seconds = Link.objects.get(purpose=Link.Purpose.RECOVERY), int(ago.total_seconds())
    link.starts_at, link.starts_uptime = link.starts_at - ago, link.starts_uptime - seconds
    link.ends_at, link.ends_uptime = link.ends_at - ago, link.ends_uptime - seconds
    link.save()
    return viewer


def _recovery_has_waited(_viewer: object) -> bool:
    return Link.objects.get(purpose=Link.Purpose.RECOVERY).has_begun()


def _recovery_is_told_no_more(viewer: object) -> bool:
    assert isinstance(viewer, Viewer)
    return not access.recoveries_to_see(viewer).exists()


def _used_link(cast: Cast) -> str:
    token = _link(cast)
    use_link(token, browser="theirs")
    return token


def _cannot_come_again(token: object) -> bool:
    try:
        used_a_moment_ago(str(token), browser="theirs")
    except CannotBeUsed:
        return True
    return False


def _sign_in(_cast: Cast) -> str:
    store = SessionStore()
    store["said"] = "once"
    store.create()
    assert store.session_key
    return store.session_key


def _sign_in_ended(secret: object) -> bool:
    return SessionStore(str(secret)).load() == {}


def _sign_in_is_swept(secret: object) -> bool:
    sweeping.sweep_sign_ins()
    return not Session.objects.filter(session_key=kept_of(str(secret))).exists()


def _key_shown(cast: Cast) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    sign_in(request, cast.ana, shown=PASSKEY)
    return request


def _key_is_asked_for(request: object) -> bool:
    assert isinstance(request, HttpRequest)
    return not viewer_of(request).key_shown


def _draft(cast: Cast) -> tuple[str, int]:
    leaf = Leaf.objects.filter(story=people.write_story(cast))[0]
    return drafts.sign(cast.ana, leaf, "hand"), leaf.pk


def _draft_is_refused(told: object) -> bool:
    assert isinstance(told, tuple)
    draft, leaf = told
    try:
        drafts.writer_of(draft, leaf, loads(draft, salt=SIGNED_DRAFT)[3])
    except drafts.NotOurs:
        return True
    return False


def _envelope(cast: Cast) -> str:
    return an_envelope(people.write_story(cast), cast.ana, days=WEEK.days)[1]


def _envelope_opens_nothing(token: object) -> bool:
    try:
        access.envelope_to_send_to(str(token))
    except Http404:
        return True
    return False


def _envelope_has_ended(token: object) -> bool:
    return Envelope.objects.get(token_hash=one_time_links.token_hash(str(token))).has_ended()


ENDS = [
    End("the day of a recovery", "wait", RECOVERY_WAITS, _recovery, _recovery_has_waited),
    End("a link is put away", "wait", one_time_links.GOOD_FOR + sweeping.LONG_AGO, _link, _link_is_swept),
    End("a sign-in is put away", "wait", SIGNED_IN, _sign_in, _sign_in_is_swept),
    End("a link", "end", one_time_links.GOOD_FOR, _link, _link_opens_nothing),
    End("a recovery that is told", "end", TOLD_FOR, _recovery_open_for_days, _recovery_is_told_no_more),
    End("the same browser comes again", "end", one_time_links.SAME_BROWSER, _used_link, _cannot_come_again),
    End("a sign-in", "end", SIGNED_IN, _sign_in, _sign_in_ended),
    End("a key shown", "end", KEY_SHOWN_FOR, _key_shown, _key_is_asked_for),
    End("an open form", "end", drafts.GOOD_FOR, _draft, _draft_is_refused),
    End("an envelope's link", "end", WEEK, _envelope, _envelope_opens_nothing),
    End("an envelope", "end", WEEK, _envelope, _envelope_has_ended),
]
