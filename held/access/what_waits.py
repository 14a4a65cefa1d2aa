"""What waits for the viewer on their own desk. Nothing here tells that somebody else answered."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from held.access.consent import asker_of
from held.access.families import families_to_decide, stories_to_write
from held.access.viewer import Viewer
from held.consent.models import Answer, Involvement
from held.consent.states import Status
from held.families.persons import hashes_of_own_persons
from held.gathering.models import Envelope, Sent
from held.pictures.covered_copies import covered_copies
from held.pictures.models import Removal, Rendition
from held.stories.models import Leaf, Placement, PublishedVersion

UNANSWERED = (Status.NOT_ASKED, Status.ASKED)


@dataclass(frozen=True)
class QuestionToViewer:
    """A photograph waits for the viewer's own answer; it is not said which.

    `asker`: who asked, if it was somebody else whose name opens. `photograph`: where to answer if they were named and
    nobody has asked them; None: on the page of their answers.
    """

    asker: str = ""
    photograph: int | None = None


def envelopes_that_wait(viewer: Viewer) -> QuerySet[Envelope]:
    """The envelopes of the viewer's families with a photograph that nobody took out yet."""
    waiting = Sent.objects.filter(envelope=OuterRef("pk"), leaf=None)
    envelopes = Envelope.objects.filter(Exists(waiting), story__in=stories_to_write(viewer))
    return envelopes.select_related("story").order_by("pk")


def photographs_to_let(viewer: Viewer) -> QuerySet[Leaf]:
    """The photographs that could be shown and have their place, but were never chosen for readers.

    Only where the viewer decides, as a parent. Whether everyone agreed is not asked here.
    """
    of_picture = {"picture": OuterRef("picture")}
    leaves = Leaf.objects.filter(
        Exists(Placement.objects.filter(leaf=OuterRef("pk"))),
        Exists(Rendition.objects.filter(**of_picture)),
        Exists(Involvement.objects.filter(**of_picture)),
        ~Exists(Removal.objects.filter(**of_picture)),
        ~Exists(covered_copies().filter(first=OuterRef("picture"))),
        ~Exists(PublishedVersion.objects.filter(leaf=OuterRef("pk"))),
        kind=Leaf.Kind.PHOTOGRAPH,
        story__family__in=families_to_decide(viewer),
    )
    return leaves.select_related("story", "picture", "current").order_by("story", "number")


def question_to(viewer: Viewer) -> QuestionToViewer | None:
    """A question that the viewer has not answered at all, or is asked once more; else a photograph for which they were
    named, in a family for which they decide, and nobody asked them. None if there is neither."""
    answers = Answer.objects.filter(involvement=OuterRef("pk"))
    unanswered = Exists(answers.filter(status=Status.ASKED)) & ~Exists(answers.exclude(status__in=UNANSWERED))
    asked = Q(unanswered) | Q(Exists(answers.filter(status=Status.CONFIRMING)))
    hashes = hashes_of_own_persons(viewer.account) if viewer.account else []
    mine = Involvement.objects.filter(person__account_hash__in=hashes)
    kept = mine.exclude(picture__in=Removal.objects.values("picture"))
    open_ones = ~Exists(covered_copies().filter(first=OuterRef("picture")))
    unasked = Q(~Exists(answers), open_ones, picture__family__in=families_to_decide(viewer))
    waiting = kept.filter(asked | unasked).annotate(was_asked=Exists(answers)).order_by("-was_asked", "pk").first()
    if waiting is None:
        return None
    return _asked(viewer, waiting) if waiting.was_asked else _unasked(waiting)


def _asked(viewer: Viewer, waiting: Involvement) -> QuestionToViewer:
    asker = asker_of(waiting)
    return QuestionToViewer(asker="" if viewer.account and asker == viewer.account.name else asker)


def _unasked(waiting: Involvement) -> QuestionToViewer | None:
    leaf = Leaf.objects.filter(picture=waiting.picture_id).order_by("pk").first()
    return QuestionToViewer(photograph=leaf.pk) if leaf else None
