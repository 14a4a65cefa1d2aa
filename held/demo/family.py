"""One invented family, a host, and what the mother wrote. None of these people ever lived or died."""

from dataclasses import dataclass

from django.db import transaction

from held.accounts.models import Account, Link
from held.accounts.one_time_links import make_link, use_link
from held.demo import landscapes
from held.families.models import Family, Member
from held.place.first_host import first_link
from held.place.help_contacts import save_contact
from held.place.models import Hosting, Place
from held.place.setup import QUESTIONS, say_who_keeps_it
from held.publishing import publication
from held.stories import writing
from held.stories.models import Leaf, Publication, Story, Version, Words

PLACE = "The Quince Tree, an invented place"
NOOR_ESSAY = """\
Noor came on a Tuesday in March, in the twenty-sixth week, a little before the street lamps went out.

We had been told the evening before. The doctor drew up a chair first, and then she said it, and then she stayed \
sitting there. I have thought of that chair often. She could have stood.

What I want to keep:

- that Ben sang to her, and did not mind who heard
- that her hair was dark, and that she had his ears
- that the midwife called her by her name each time, as one does with people

We had her with us until the evening of the next day. My mother came with a small yellow blanket that had been mine. \
Nobody told us to put anything away.

> She was here. That is the whole sentence.

When we drove home it was raining, and the radio was on, and I was astonished that there was a radio.\
"""

NOOR_LATER = """\
It is autumn now. People ask less, and I understand that.

We planted a quince, because it bears late. Ben waters it too much. On some days I tell nobody about her, and on \
others I tell the woman at the bakery, who has begun to keep us the heel of the loaf.

If you are reading this in the first weeks: I could not have believed that there would be a quince. You do not have \
to believe it either.\
"""

SPRING_ESSAY = """\
Before Noor there was a spring in which we were three for nine weeks. We have no photograph and no name from then, \
only a ticket from the boat, which I kept because I had been so sick on it and so glad.

I write it here for Ben and me.\
"""

# Invented, with numbers that the regulator keeps for stories and films (Ofcom): nobody answers there.
KEEPER = {
    "keeper": "Hilde, who was a midwife in the valley for thirty years.",
    "mail": "hilde@quince.example",
    "phone": "01632 960 012",
    "hours": "on weekday mornings",
}
SOMEBODY_TO_TALK_TO = {
    "name": "The Lantern Line, which is invented",
    "phone": "0808 157 0142",
    "web_address": "https://lantern.example",
    "hours": "Until two in the morning",
    "language": "English",
}


@dataclass(frozen=True)
class People:
    """The accounts for which the demo prints links."""

    host: Account
    mother: Account


def invited() -> People:
    """The invented people; on the first start, create them and everything they wrote."""
    hosting = Hosting.objects.select_related("account").first()
    mother = Member.objects.select_related("account").order_by("pk").first()
    if hosting and mother:
        return People(hosting.account, mother.account)
    return _make()


def link_for(account: Account) -> str:
    """The token of a new link for one of them. Only in the demo: a real installation gives out no links this way."""
    _link, token = make_link(account, purpose=Link.Purpose.INVITATION, by="demo")
    return token


@transaction.atomic
def _make() -> People:
    use_link(first_link())
    host = Hosting.objects.select_related("account").get().account
    _call(host, "Hilde")
    Place.objects.filter(pk=1).update(name=PLACE, kept_for=Place.KeptFor.OTHERS, asked_up_to=QUESTIONS)
    say_who_keeps_it(**KEEPER, by=host)
    save_contact(None, SOMEBODY_TO_TALK_TO, by=host)
    family = Family()
    family.label = "Ana, Ben and Noor"
    family.save()
    ana, ben = (_call(Account(), name) for name in ("Ana", "Ben"))
    for parent in (ana, ben):
        Member.objects.create(family=family, account=parent)
    _noor(family, ana)
    _spring(family, ana)
    return People(host, ana)


def _noor(family: Family, ana: Account) -> None:
    story = _write(
        family,
        ana,
        {
            "title": "Noor, who came in March",
            "word": "we lost our daughter",
            "why": "Because I looked for such words at night, and somebody had left some.",
            "language": "en",
        },
        {"title": "A Tuesday", "body": NOOR_ESSAY, "signed": "Ana", "language": "en"},
    )
    baby = writing.add_leaf(story, Leaf.Kind.BABY, by=ana)
    told = {"name": "Noor", "born": "in March, on a Tuesday", "weeks_number": "25", "weeks_days": "6", "sex": "girl"}
    writing.save(baby, told, form=writing.OpenForm(), by=ana)
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=ana)
    given = {"title": "The quince", "body": NOOR_LATER, "signed": "Ana", "language": "en"}
    writing.save(later, given, form=writing.OpenForm(), by=ana)
    essay = Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).order_by("position")[0]
    landscapes.send(essay, landscapes.IN_THE_ESSAY, by=ana)
    landscapes.send(later, landscapes.IN_WHAT_FOLLOWED, by=ana)
    current = Leaf.objects.filter(story=story).values("current")
    shown = Version.objects.filter(pk__in=current).values_list("pk", flat=True)
    publication.open_story(
        story, Publication.Circle.EVERYONE, versions=list(shown), by=ana, wished="noor-and-the-quince"
    )


def _spring(family: Family, ana: Account) -> None:
    about = {"title": "The boat", "word": "a pregnancy that ended early", "language": "en"}
    _write(family, ana, about, {"body": SPRING_ESSAY, "signed": "Ana", "language": "en"})


def _write(family: Family, by: Account, about: Words, essay: Words) -> Story:
    story = writing.begin_story(family, by=by)
    for leaf in Leaf.objects.filter(story=story):
        given = about if leaf.kind == Leaf.Kind.ABOUT else essay
        writing.save(leaf, given, form=writing.OpenForm(), by=by)
    return story


def _call(account: Account, name: str) -> Account:
    account.name = name
    account.save()
    return account
