"""How wide each parent wishes a story to be read. Where they differ the narrower wish holds; whose, is not told."""

from held.accounts.models import Account
from held.families.models import Member
from held.publishing.models import Wish
from held.stories.models import Opening, Story

Circle = Opening.Circle
WIDTH: dict[Circle | None, int] = {None: 0, Circle.NAMED: 1, Circle.LINK: 2, Circle.EVERYONE: 3}


def wish_of(story: Story, parent: Account) -> Circle | None:
    """How wide this parent wishes it at most; everyone, where they wish nothing narrower."""
    row = Wish.objects.filter(story=story, member__account=parent).first()
    return _circle(row.circle) if row else Circle.EVERYONE


def widest_wished(story: Story, *, besides: Account | None = None) -> Circle | None:
    """How wide it may be read by the wishes of all its parents, or of all but one. None: by the family alone."""
    wishes = Wish.objects.filter(story=story, member__role=Member.Role.PARENT)
    if besides is not None:
        wishes = wishes.exclude(member__account=besides)
    circles = [_circle(circle) for circle in wishes.values_list("circle", flat=True)]
    return min(circles, key=WIDTH.__getitem__, default=Circle.EVERYONE)


def keep_wish(story: Story, circle: Circle | None, *, by: object) -> None:
    """From now on this parent wishes it so wide at most; everyone means no wish at all. Of others nothing is kept."""
    member = Member.objects.filter(
        family=story.family_id, role=Member.Role.PARENT, account=by if isinstance(by, Account) else None
    ).first()
    if member is None:
        return
    if circle == Circle.EVERYONE:
        Wish.objects.filter(story=story, member=member).delete()
    else:
        Wish.objects.update_or_create(story=story, member=member, defaults={"circle": circle or ""})


def _circle(kept: str) -> Circle | None:
    return Circle(kept) if kept else None
