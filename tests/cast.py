"""The invented people every test knows. Nobody here lives or died."""

from dataclasses import dataclass
from uuid import UUID

from held.access import Viewer
from held.accounts.models import Account
from held.families.models import Family, Member
from held.place.models import Hosting, Place
from held.publishing import publication
from held.stories import writing
from held.stories.models import Leaf, Publication, Story, Version

CANARY = "kanarienvogelwort"  # a word nobody writes, to search for in places that must not contain it
ESSAY = f"She came on a Tuesday, and she was very small. {CANARY}\n\nWe held her until the light went."
TITLE = "A Tuesday in March"


@dataclass
class Cast:
    """Hilde hosts. Ana and Ben are parents of one family, Otto of another. Rosa reads, with no account."""

    hilde: Account
    ana: Account
    ben: Account
    otto: Account
    family: Family
    other_family: Family


def person(name: str) -> Account:
    """An account with a name and no key yet."""
    account = Account()
    account.name = name
    account.save()
    return account


def assemble() -> Cast:
    """All of them, in a place that is kept for others."""
    Place.objects.update_or_create(pk=1, defaults={"name": "The Lantern", "kept_for": "OTHERS", "asked_up_to": 6})
    hilde, ana, ben, otto = (person(name) for name in ("Hilde", "Ana", "Ben", "Otto"))
    Hosting.objects.create(account=hilde)
    family, other_family = Family.objects.create(), Family.objects.create()
    for account, where in ((ana, family), (ben, family), (otto, other_family)):
        Member.objects.create(family=where, account=account)
    return Cast(hilde, ana, ben, otto, family, other_family)


def friend(cast: Cast, name: str, role: Member.Role) -> Account:
    """Somebody who belongs to Ana's family in this role: Ida helps to write, Gwen reads first what others send."""
    account = person(name)
    Member.objects.create(family=cast.family, account=account, role=role)
    return account


def write_story(cast: Cast, *, title: str = TITLE, body: str = ESSAY) -> Story:
    """Ana's story of Noor: a title and an essay, which nobody but her family can read."""
    story = writing.begin_story(cast.family, by=cast.ana)
    for leaf in Leaf.objects.filter(story=story):
        about = leaf.kind == Leaf.Kind.ABOUT
        given = {"title": title, "word": "we lost our daughter"} if about else {"body": body, "language": "en"}
        writing.save(leaf, given, form=writing.OpenForm(), by=cast.ana)
    return story


def current_versions(story: Story) -> list[UUID]:
    """The newest words of every leaf that has any."""
    return list(
        Version.objects.filter(pk__in=Leaf.objects.filter(story=story).values("current")).values_list("pk", flat=True)
    )


def open_to(story: Story, circle: Publication.Circle, *, by: Account, wished: str = "") -> None:
    """Open the story with its current versions."""
    publication.open_story(story, circle, versions=current_versions(story), by=by, wished=wished)


def with_key(account: Account) -> Viewer:
    """A viewer who showed a passkey a moment ago."""
    return Viewer(account, key_shown=True)
