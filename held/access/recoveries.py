"""Coming in again without any key."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from held.access.families import families_of, families_to_decide
from held.access.host import is_host
from held.access.viewer import Viewer
from held.accounts.models import RECOVERY_OPENS_FOR
from held.families.models import Member, Recovery
from held.uptime.moments import not_ended


def member_to_help(viewer: Viewer, member_id: int) -> Member:
    """A member for whom the viewer may ask for a new link: of their own family, or, as host, of any. Raises Http404."""
    members = Member.objects.all() if is_host(viewer) else Member.objects.filter(family__in=families_to_decide(viewer))
    return get_object_or_404(members.select_related("account", "family"), pk=member_id)


def recoveries_to_see(viewer: Viewer) -> QuerySet[Recovery]:
    """Requests for a new link for anyone of the viewer's families.

    A request is listed while its link may still open and, once the link was used, until somebody dismisses it.
    """
    end = {"at": "link__ends_at", "uptime": "link__ends_uptime"}
    still_opens = not_ended(**end, opens="link__starts_uptime", opens_for=RECOVERY_OPENS_FOR)
    still_opens_or_was_used = still_opens | Q(link__used_at__isnull=False)
    asked = Recovery.objects.filter(still_opens_or_was_used, member__family__in=families_of(viewer))
    others = Member.objects.filter(family=OuterRef("member__family")).exclude(pk=OuterRef("member"))
    others = others.filter(role=Member.Role.PARENT)
    found = asked.annotate(alone=~Exists(others)).order_by("asked_at")
    return found.select_related("member__account", "asked_by", "link")


def recoveries_asked_by(viewer: Viewer) -> QuerySet[Recovery]:
    """Requests for a new link that the viewer made and can stop."""
    return Recovery.objects.filter(_asked_by(viewer), link__used_at=None).select_related("link").order_by("asked_at")


def recoveries_asked_and_used(viewer: Viewer) -> QuerySet[Recovery]:
    """The viewer's requests whose link was used, until the family dismisses them. Too late to stop."""
    used = Recovery.objects.filter(_asked_by(viewer), link__used_at__isnull=False)
    return used.select_related("member__account", "member__family")


def recovery_to_stop(viewer: Viewer, recovery_id: int) -> Recovery:
    """A request the viewer can stop: one that concerns their family, or one they made. Raises Http404."""
    asked = Recovery.objects.filter(Q(member__family__in=families_of(viewer)) | _asked_by(viewer))
    return get_object_or_404(asked.filter(link__used_at=None).select_related("link"), pk=recovery_id)


def recovery_to_put_away(viewer: Viewer, recovery_id: int) -> Recovery:
    """A used request the viewer has seen. The person it let in can't hide it from the others. Raises Http404."""
    used = recoveries_to_see(viewer).filter(link__used_at__isnull=False)
    used = used.filter(member__family__in=families_to_decide(viewer))
    return get_object_or_404(used.filter(Q(alone=True) | ~Q(member__account=viewer.account)), pk=recovery_id)


def _asked_by(viewer: Viewer) -> Q:
    """Requests by this viewer. One whose asker's account is gone (null) doesn't match a viewer without an account."""
    return Q(asked_by=viewer.account, asked_by__isnull=False)
