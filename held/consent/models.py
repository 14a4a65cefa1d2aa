"""Who is in a photograph, what each person was asked and answered, and the record that proves it."""

import uuid

from django.db import models

from held.accounts.models import Account
from held.consent.later import Kind, kind_of
from held.consent.states import Status
from held.families.models import Family, Person
from held.keyring.sealed import KeepsWords, SealedWords
from held.lib.clock import now
from held.lib.data_policy import data_policy
from held.lib.stored_strings import SEALED_CLAIM
from held.pictures.models import Picture
from held.uptime.current import uptime


class ListComplete(models.Model):
    """The family confirmed that these are all the people in it and its photographer. Without this row it is closed.

    `with_baby`: the baby is in it, for whom every parent in the family answers.
    """

    data_policy = data_policy(
        export="picture with_baby at by", shred="by", keep="id picture with_baby at", restore="close"
    )

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")
    with_baby = models.BooleanField()
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class Involvement(models.Model):
    """A person who is in this picture, took it, or answers for the baby in it; without their yes it isn't shown."""

    data_policy = data_policy(
        export="picture person in_it took_it for_baby at",
        shred="by",
        keep="id picture person in_it took_it for_baby at",
        restore="keep",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    in_it = models.BooleanField(default=False)
    took_it = models.BooleanField(default=False)
    for_baby = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "person"], name="one_part_a_person")]


class Answer(models.Model):
    """The status of one person, picture and scope. Never deleted; each step is a line of the record.

    `at`: when the last step was; `at_uptime`: uptime of the installation in seconds then. `asked`: how often they were
    asked, at most twice. `sequence`: number of this step. `question`, `language`: the version of the question's text
    that they answered, and its language. `link`: the link they answered by; null for answers given on their own page or
    before links were recorded. `said_no`: they said no or not now, and no yes by a first link or on their own page has
    replaced it (`held/consent/later.py`). `scope`: for an outlet of the press a keyed hash, with its name in
    `sealed_outlet` (`held/consent/outlets.py`). `words`: the ids of the versions of the description on their page; null
    if unknown.
    """

    data_policy = data_policy(
        export="involvement scope sealed_outlet status asked at question language",
        shred="scope sealed_outlet link",
        keep="id involvement status said_no asked sequence at at_uptime question language words",
        restore="close",
    )

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="+")
    scope = models.CharField(max_length=60)
    sealed_outlet = models.BinaryField(null=True)
    status = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Status])
    said_no = models.BooleanField(default=False)
    asked = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now)
    at_uptime = models.BigIntegerField(default=uptime)
    question = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=20, blank=True)
    link = models.UUIDField(null=True)  # of a `ConsentLink` that may have been ended since
    words = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["involvement", "scope"], name="one_answer_a_scope")]


class ConsentLink(models.Model):
    """One picture on a link by which one person is asked. A link needs no account and never expires.

    Rows with the same `token_hash` are one link, of one person in one family. Delete them all to end it; the answers
    stay. `made_at`: when the picture was put on it; `by`: who made the link. `later`: they had been asked about this
    picture before, another link is the first for it, or they have a page of their own; it never changes. `by_parent`:
    the link's maker was a parent of the family then. `held/consent/later.py` says what it allows for this picture.
    `grows`: pictures they are asked about later are added; links from before version 0.2.0 keep their one picture.
    """

    data_policy = data_policy(
        export="involvement made_at later by_parent grows",
        shred="token_hash by",
        keep="id involvement made_at later by_parent grows",
        restore="close",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    later = models.BooleanField(default=False)
    by_parent = models.BooleanField(default=False)
    grows = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash", "involvement"], name="one_picture_once_on_a_link")]

    @property
    def kind(self) -> Kind:
        """What this link allows for this picture."""
        return kind_of(later=self.later, by_parent=self.by_parent)


class EndedLink(models.Model):
    """Somebody ended this link, so restoring an older copy doesn't bring it back."""

    data_policy = data_policy(keep="consent_link", restore="keep")

    consent_link = models.UUIDField(primary_key=True)  # the id of the `ConsentLink` that was deleted


class Looking(models.Model):
    """This person can look at the photograph by a parent's link, for thirty days after a parent last asked.

    See `held/consent/looking.py`. Delete the row and they can't. Whether they ever looked is not recorded.

    `asked_uptime`: uptime of the installation in seconds at `asked_at`; negative for rows from before uptime was
    counted.
    """

    data_policy = data_policy(
        export="involvement asked_at", shred="by", keep="id involvement asked_at asked_uptime", restore="close"
    )

    involvement = models.OneToOneField(Involvement, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=now)
    asked_uptime = models.BigIntegerField(default=uptime)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class ParentAwaited(models.Model):
    """Somebody who is not a parent made a link for this person, which takes only a no.

    The row is deleted when a parent makes a link. It doesn't depend on the person's answers, so it reveals none.
    """

    data_policy = data_policy(export="involvement at", keep="id involvement at", restore="keep")

    involvement = models.OneToOneField(Involvement, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)


class Reminder(models.Model):
    """The family asked this person once more. It can do so only once."""

    data_policy = data_policy(export="involvement at", shred="by", keep="id involvement at", restore="keep")

    involvement = models.OneToOneField(Involvement, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class AnswersVisible(models.Model):
    """This person lets the family see their answers. Delete the row and the family no longer sees them."""

    data_policy = data_policy(export="involvement at", keep="id involvement at", restore="close")

    involvement = models.OneToOneField(Involvement, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)


class Redescribed(models.Model):
    """The description of this photograph changed after somebody was asked about it. `at`, `by`: the last change."""

    data_policy = data_policy(export="picture at", shred="by", keep="id picture at", restore="keep")

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class Reconfirmation(models.Model):
    """After how many months the family wants early answers to be asked for once more."""

    data_policy = data_policy(export="family months", shred="by", keep="id family months at", restore="keep")

    family = models.OneToOneField(Family, on_delete=models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class LostLinkRequest(KeepsWords, models.Model):
    """Somebody without a link says that they are in a photograph. Every family of the installation can read it.

    The words are sealed under a key of the installation, a new one each month. `likeness`: a keyed hash of name and
    words without case, spaces and punctuation, equal for near-copies. `newest_family`: the id of the newest family when
    it came; ids are used instead of dates because clocks can be wrong. The row is never rewritten: a family may
    have read it.
    """

    data_policy = data_policy(
        export="sealed at", shred="sealed likeness", keep="id form key at newest_family", restore="keep"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.UUIDField(unique=True)  # one for each form and wording (`lost_links.arrival`): it arrives once
    key = models.CharField(max_length=32)
    sealed = models.BinaryField()
    form_words = SealedWords(SEALED_CLAIM)
    likeness = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=now)
    newest_family = models.BigIntegerField(default=0)


class LostLinkRequestClosed(models.Model):
    """A family has put this request away or answered it. Without this row the request waits for that family."""

    data_policy = data_policy(export="lost_link_request at", keep="id lost_link_request family at", restore="keep")

    lost_link_request = models.ForeignKey(LostLinkRequest, on_delete=models.CASCADE, related_name="+")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lost_link_request", "family"], name="a_family_closes_a_claim_once")
        ]


class LinksMadeAgain(models.Model):
    """Somebody who answers for the family made new links for this person, who wrote that theirs were lost."""

    data_policy = data_policy(export="person at", shred="by", keep="id lost_link_request person at", restore="keep")

    lost_link_request = models.ForeignKey(LostLinkRequest, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class Chain(models.Model):
    """The record of one family: what was asked and answered, without names, words or pictures."""

    data_policy = data_policy(export="name", shred="family", keep="id name", restore="keep")

    name = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    family = models.OneToOneField(Family, null=True, on_delete=models.SET_NULL, related_name="+")


class ProofLine(models.Model):
    """One step, chained to the one before it. Append-only; one line stays when the family is erased.

    Its content is sealed together with its hash and the previous hash: with a readable hash, contents could be guessed
    and tested.
    """

    data_policy = data_policy(export="number at sealed", shred="sealed", keep="id chain number at", restore="keep")

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    at = models.CharField(max_length=32)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_line_a_number")]
