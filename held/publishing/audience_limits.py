"""How wide each parent lets a story be read. The narrowest limit applies; whose it is, is not shown."""

from held.accounts.models import Account
from held.families.models import Member
from held.publishing.models import AudienceLimit
from held.stories.models import Publication, Story

Circle = Publication.Circle
WIDTH: dict[Circle | None, int] = {None: 0, Circle.NAMED: 1, Circle.LINK: 2, Circle.EVERYONE: 3}


def limit_of(story: Story, parent: Account) -> Circle | None:
    """The widest circle this parent allows; everyone, if they set no limit."""
    row = AudienceLimit.objects.filter(story=story, member__account=parent).first()
    return _circle(row.circle) if row else Circle.EVERYONE


def widest_allowed(story: Story, *, besides: Account | None = None) -> Circle | None:
    """The widest circle allowed by all parents' limits, or by all but one parent's. None: the family alone."""
    limits = AudienceLimit.objects.filter(story=story, member__role=Member.Role.PARENT)
    if besides is not None:
        limits = limits.exclude(member__account=besides)
    circles = [_circle(circle) for circle in limits.values_list("circle", flat=True)]
    return min(circles, key=WIDTH.__getitem__, default=Circle.EVERYONE)


def keep_limit(story: Story, circle: Circle | None, *, by: object) -> None:
    """Set this parent's widest circle; everyone removes the limit. Does nothing if `by` is no parent of the family."""
    member = Member.objects.filter(
        family=story.family_id, role=Member.Role.PARENT, account=by if isinstance(by, Account) else None
    ).first()
    if member is None:
        return
    if circle == Circle.EVERYONE:
        AudienceLimit.objects.filter(story=story, member=member).delete()
    else:
        AudienceLimit.objects.update_or_create(story=story, member=member, defaults={"circle": circle or ""})


def _circle(kept: str) -> Circle | None:
    return Circle(kept) if kept else None
