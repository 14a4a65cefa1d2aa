"""How wide each parent wishes a story to be read. The narrowest wish applies; whose it is, is not shown."""

from held.accounts.models import Account
from held.families.models import Member
from held.publishing.models import AudienceLimit
from held.stories.models import Publication, Story

Circle = Publication.Circle
WIDTH: dict[Circle | None, int] = {None: 0, Circle.NAMED: 1, Circle.LINK: 2, Circle.EVERYONE: 3}


def wish_of(story: Story, parent: Account) -> Circle | None:
    """The widest circle this parent wishes; everyone, if they wish nothing narrower."""
    row = AudienceLimit.objects.filter(story=story, member__account=parent).first()
    return _circle(row.circle) if row else Circle.EVERYONE


def widest_wished(story: Story, *, besides: Account | None = None) -> Circle | None:
    """The widest circle allowed by all parents' wishes, or by all but one parent's. None: the family alone."""
    wishes = AudienceLimit.objects.filter(story=story, member__role=Member.Role.PARENT)
    if besides is not None:
        wishes = wishes.exclude(member__account=besides)
    circles = [_circle(circle) for circle in wishes.values_list("circle", flat=True)]
    return min(circles, key=WIDTH.__getitem__, default=Circle.EVERYONE)


def keep_wish(story: Story, circle: Circle | None, *, by: object) -> None:
    """Set this parent's widest circle; everyone removes the wish. Does nothing if `by` is no parent of the family."""
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
