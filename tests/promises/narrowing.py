"""What somebody may see or do, as a set of facts; and every act that only takes some of it away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import Client

from held import access
from held.access import Reader
from held.accounts.models import Account, Link
from held.accounts.sessions import SessionStore
from held.consent.looking import begin_looking, looks_until
from held.consent.models import Answer, AnswersVisible, ConsentLink, Involvement, ListComplete
from held.consent.states import OPEN
from held.families.inviting import invite
from held.families.models import Member, Person
from held.families.who_answers import answer_too, who_answer
from held.gathering.models import Envelope
from held.lib.clock import now
from held.lib.tokens import token_hash
from held.pictures.models import Picture, Removal, ShownInPart
from held.publishing import publication
from held.publishing.addresses import read_address
from held.publishing.audience_limits import WIDTH, widest_allowed
from held.publishing.models import Address, Indexing, NamedReader
from held.publishing.named_readers import reading_of
from held.stories.chosen import photographs_chosen
from held.stories.models import Placement, Publication, PublishedVersion, Story
from tests import cast as people
from tests.cast import Cast
from tests.doors import Door
from tests.photographs import photograph
from tests.promises.walking import fill, path_of

Fact = tuple[object, ...]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Press:
    """One act that only narrows: its page, who presses, what the form sends in addition to the token."""

    door: str
    who: str = "ana"
    sent: dict[str, str] = field(default_factory=dict)


PRESSES = [
    Press("entrance:answer", sent={"answer": "no", "scope": "public"}),
    Press("entrance:answer", sent={"answer": "not-now", "scope": "public"}),
    Press("entrance:answer", sent={"answer": "no", "scope": "readers"}),
    Press("entrance:answer", sent={"answer": "not-now", "scope": "readers"}),
    Press("entrance:answer", sent={"answer": "withdraw"}),
    Press("entrance:answer", sent={"answer": "tells-not"}),
    Press("entrance:elsewhere"),
    Press("entrance:leave"),
    Press("family:answering", sent={"too": "no"}),
    Press("family:envelope_ending"),
    Press("family:everybody_ending"),
    Press("family:hiding"),
    Press("family:keeping_part"),
    Press("family:letting_go"),
    Press("family:listing_ending"),
    Press("family:looking_ending"),
    Press("family:named_ending"),
    Press("family:narrowing"),
    Press("family:narrowing_named"),
    Press("family:own_answer", sent={"answer": "no", "scope": "public"}),
    Press("family:own_answer", sent={"answer": "not-now", "scope": "public"}),
    Press("family:own_answer", sent={"answer": "no", "scope": "readers"}),
    Press("family:own_answer", sent={"answer": "not-now", "scope": "readers"}),
    Press("family:removal"),
    Press("family:stop_recovery"),
    Press("family:taking_back"),
    Press("family:taking_out"),
    Press("family:wishing", sent={"circle": ""}),
    Press("host:stop_recovery", who="hilde"),
]
"""Every act that needs no token. An act that is added to the program is added here, or the walk fails."""


@dataclass
class Place:
    """Ana's story, open to everyone, with something that each act can take away."""

    cast: Cast
    story: Story
    filled: dict[str, str]
    addresses: list[str]  # that somebody may know
    readers: dict[str, Reader]
    sign_in: Callable[..., Client]

    def press(
        self, door: Door, press: Press, *headers: dict[str, str]
    ) -> tuple[list[HttpResponse], frozenset[Fact], frozenset[Fact]]:
        """Press the button, once with each of the headers.

        Returns the answers, and the facts before and after. Then it is undone.
        """
        with self.undoing(press.who) as browser:
            before, answers = self.facts(), [self.send(browser, door, press, one) for one in headers]
            return answers, before, self.facts()

    @contextmanager
    def undoing(self, who: str) -> Iterator[Client]:
        """A browser with the sign-in and without the token of any form. In the end all that was done is undone."""
        with transaction.atomic():
            self.sign_in(self.cast.ana)  # on another device
            signed_in = self.sign_in(getattr(self.cast, who), key=True)
            browser = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
            browser.cookies["held"] = signed_in.cookies["held"].value
            yield browser
            transaction.set_rollback(True)

    def send(self, browser: Client, door: Door, press: Press, headers: dict[str, str]) -> HttpResponse:
        """Press the button once."""
        return browser.post(path_of(door, self.filled), urlencode(press.sent), content_type=FORM, headers=headers)

    def facts(self) -> frozenset[Fact]:
        """What may be seen or done now, according to `access` and the tables that allow something."""
        return frozenset([*self._read(), *self._allowed(), *self._asked_of_people(), *_let_in()])

    def _read(self) -> Iterator[Fact]:
        names = Placement.objects.values_list("name", flat=True)
        for who, reader in self.readers.items():
            for address in self.addresses:
                with suppress(Http404):
                    told = access.story_to_read(address, reader)
                    yield from ((who, "reads", address), *[(who, "finds", address)] * told.may_be_listed)
                for name in names:
                    with suppress(Http404):
                        access.photograph_to_ask(address, name, reader)
                        yield (who, "asks for", address, name)
            for name in names:
                with suppress(Http404):
                    yield (who, "is shown", access.photograph_to_show(name, reader) and name)
        for listed in access.stories_open_to_everyone().stories:
            yield ("on the front page", listed.address)

    def _allowed(self) -> Iterator[Fact]:
        circle, wished = publication.circle_of(self.story), widest_allowed(self.story)
        yield from (("open to", one) for one in Publication.Circle if WIDTH[one] <= WIDTH[circle])
        yield from (("may be opened to", one) for one in Publication.Circle if WIDTH[one] <= WIDTH[wished])
        yield from (("listed", one) for one in Indexing.objects.values_list("story", flat=True))
        yield from (("shown", *one) for one in PublishedVersion.objects.values_list("leaf", "version"))
        yield from (("chosen", one.name) for one in photographs_chosen())
        yield from (("part let", one) for one in ShownInPart.objects.values_list("picture", flat=True))
        yield from (("everybody", one) for one in ListComplete.objects.values_list("picture", flat=True))
        removed = Removal.objects.values("picture")
        yield from (("kept", one) for one in Picture.objects.exclude(pk__in=removed).values_list("pk", flat=True))

    def _asked_of_people(self) -> Iterator[Fact]:
        yield from (("link to answer", one) for one in ConsentLink.objects.values_list("pk", flat=True))
        yield from (("looks", involvement.pk) for involvement in Involvement.objects.all() if looks_until(involvement))
        yield from (("tells", one) for one in AnswersVisible.objects.values_list("involvement", flat=True))
        yield from (("yes", *one) for one in Answer.objects.filter(status__in=OPEN).values_list("involvement", "scope"))
        yield from (("named", one) for one in NamedReader.objects.values_list("pk", flat=True))
        envelopes = Envelope.objects.filter(ends_at__gt=now())
        yield from (("envelope", one) for one in envelopes.values_list("pk", flat=True))
        yield from (("person", one) for one in Person.objects.values_list("pk", flat=True))


def _let_in() -> Iterator[Fact]:
    yield from (("member", *one) for one in Member.objects.values_list("pk", "role"))
    yield from (("answers", one.pk) for one in who_answer())
    yield from (("link", one) for one in Link.objects.filter(used_at=None).values_list("pk", flat=True))
    yield from (("key", one) for one in Authenticator.objects.values_list("pk", flat=True))
    yield from (("sign-in", *one) for one in _sign_ins())


def _sign_ins() -> Iterator[tuple[int, int]]:
    """Those that still count: one that was ended by a change of keys has another hash than its account."""
    found = [SessionStore().decode(row.session_data) for row in Session.objects.all()]
    for account in Account.objects.all():
        counts = [one for one in found if one.get(HASH_SESSION_KEY) == account.get_session_auth_hash()]
        yield from ((account.pk, number) for number in range(len(counts)))


def place_with_everything(cast: Cast, sign_in: Callable[..., Client]) -> Place:
    """Ana's story is open to everyone and listed, with photographs, people who were asked, links, and friends."""
    story = people.write_story(cast)
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    publication.let_search_engines_list(story, by=cast.ana)
    Picture.objects.filter(pk=placed.leaf.picture_id).update(decoded=Picture.Decoded.PART)
    ShownInPart.objects.create(picture=placed.leaf.picture, by=cast.ana)
    filled = fill(cast, story)
    involvement = Involvement.objects.get(pk=filled["involvement_id"])
    begin_looking(involvement, by=cast.ana)
    AnswersVisible.objects.get_or_create(involvement=Involvement.objects.get(pk=filled["own_involvement_id"]))
    answer_too(Member.objects.get(account=cast.ana), by=cast.ana)
    invited, _token = invite(cast.family, Member.Role.HELPER, by=cast.ana)
    own = Involvement.objects.get(picture=placed.leaf.picture_id)
    AnswersVisible.objects.get_or_create(involvement=own)
    filled |= {
        "photograph_id": str(placed.leaf_id),
        "leaf_id": str(placed.leaf_id),
        "own_involvement_id": str(own.pk),
        "member_id": str(Member.objects.get(account=invited.account).pk),
    }
    known = [read_address(one, story) for one in Address.objects.filter(story=story)]
    named = Reader(frozenset([token_hash(reading_of(filled["named_token"]))]))
    return Place(cast, story, filled, known, {"anyone": access.SOMEBODY, "named": named}, sign_in)
