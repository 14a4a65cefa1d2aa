"""Writing: begin a story, add leaves, and save every version."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from held.accounts.models import Account
from held.families.models import Family
from held.history import audit_log
from held.keyring.text import Damaged
from held.stories.described import noting_new_words
from held.stories.models import Conflict, Leaf, Placement, PublishedVersion, Story, Version, Words
from held.stories.places import follow_words


@transaction.atomic
def begin_story(family: Family, *, by: Account) -> Story:
    """A new story that only the family can read, with a leaf for its introduction and one for the essay."""
    story = Story.objects.create(family=family, made_by=by)
    add_leaf(story, Leaf.Kind.ABOUT, by=by)
    add_leaf(story, Leaf.Kind.ENTRY, by=by)
    audit_log.record("story.begun", f"story {story.pk}", by=by)
    return story


@transaction.atomic
def start(family: Family, *, by: Account) -> Leaf:
    """The essay of the writer's untouched story in this family: a story in which nothing was ever saved or sent. Begins
    one if they have none, so that pressing twice makes one story."""
    Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    written = Version.objects.filter(leaf__story=OuterRef("pk"))
    own = Story.objects.filter(~Exists(written), family=family, made_by=by, photographs=0)
    return essay_of(own.order_by("pk").first() or begin_story(family, by=by))


def essay_of(story: Story) -> Leaf:
    """The first entry of a story, which is never put away while it is empty."""
    return Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).order_by("position", "pk")[0]


@transaction.atomic
def add_leaf(story: Story, kind: Leaf.Kind, *, by: Account) -> Leaf:
    """Add an empty leaf after the others of its kind."""
    last = Leaf.objects.filter(story=story).aggregate(last=Max("position"))["last"] or 0
    leaf = Leaf.objects.create(story=story, kind=kind, position=last + 1, author=by)
    audit_log.record("leaf.added", f"leaf {leaf.pk}", by=by)
    return leaf


@dataclass(frozen=True)
class OpenForm:
    """What a form sends with the words: the version it was opened on, the form's id, and the save's number.

    The id and the number distinguish somebody else's writing from a save whose response was lost, or that was overtaken
    by a later save of the same form.
    """

    based_on: uuid.UUID | None = None
    form_id: str = ""
    save_number: int = 0


@transaction.atomic
def save(leaf: Leaf, given: Words, *, form: OpenForm, by: Account) -> tuple[Version, bool]:
    """Save the words as a new version; on the disk when this returns. Second value: whether versions now differ.

    If somebody saved since the writer opened the leaf, nothing is overwritten: the words are kept beside the current
    ones (`Conflict`) until a person chooses. Words equal to the current ones make no new version.
    """
    leaf = (
        Leaf.objects.select_for_update(of=("self",), no_key=True)
        .select_related("story", "picture", "current")
        .get(pk=leaf.pk)
    )
    current = leaf.current
    if current and _says(current, leaf, given):
        return current, False
    beside = _same_form(leaf, form)
    if beside and _says(beside.version, leaf, given):
        return beside.version, True
    version = _keep(leaf, given, form, by)
    if current and _is_of(form, current) and form.save_number < current.save_number:
        return current, False
    if current is None or current.pk == form.based_on or _is_of(form, current):
        _make_current(leaf, version, given, by=by)
        return version, False
    if beside is None:
        Conflict.objects.create(leaf=leaf, version=version)
    elif form.save_number >= beside.version.save_number:
        beside.version = version
        beside.save(update_fields=["version"])
    return version, True


@transaction.atomic
def choose(
    leaf: Leaf, given: Words, *, settled: Collection[uuid.UUID], form: OpenForm, by: Account
) -> tuple[Version, bool]:
    """Settle a conflict: the words chosen become a new version, and the versions in `settled` wait no longer."""
    kept, differs = save(leaf, given, form=form, by=by)
    if not differs:
        Conflict.objects.filter(leaf=leaf, version__in=settled).delete()
        audit_log.record("difference.settled", f"leaf {leaf.pk}", by=by)
    return kept, differs


@transaction.atomic
def keep_one(leaf: Leaf, kept: Version, *, settled: Collection[uuid.UUID], base: uuid.UUID | None, by: Account) -> bool:
    """Settle a conflict by one of its texts. False, with nothing changed, if somebody saved since `base`.

    Raises Damaged if the words of that text can't be opened.
    """
    now_on = Leaf.objects.select_for_update(of=("self",), no_key=True).get(pk=leaf.pk).current_id
    if now_on != base or kept.leaf_id != leaf.pk:
        return False
    _version, differs = choose(leaf, kept.read(leaf.key), settled=settled, form=OpenForm(base), by=by)
    return not differs


def is_leaf_unwritten(leaf_id: int) -> bool:
    """Whether this leaf exists and has no saved words."""
    return Leaf.objects.filter(pk=leaf_id).exists() and not Version.objects.filter(leaf=leaf_id).exists()


@transaction.atomic
def drop_unwritten(leaf: Leaf, *, by: Account) -> bool:
    """Delete a leaf that was never written on; False if it has words, which are kept."""
    if leaf.kind in {Leaf.Kind.ABOUT, Leaf.Kind.PHOTOGRAPH} or Version.objects.filter(leaf=leaf).exists():
        return False
    audit_log.record("leaf.dropped", f"leaf {leaf.pk}", by=by)
    PublishedVersion.objects.filter(leaf__in=Placement.objects.filter(entry=leaf).values("leaf")).delete()
    leaf.delete()
    return True


def _keep(leaf: Leaf, given: Words, form: OpenForm, by: Account) -> Version:
    base = Version.objects.filter(leaf=leaf, pk=form.based_on).first() if form.based_on else None
    version = Version(leaf=leaf, based_on=base, by=by, form_id=form.form_id, save_number=form.save_number)
    version.write(given, leaf.key)
    version.save(force_insert=True)
    return version


def _make_current(leaf: Leaf, version: Version, given: Words, *, by: Account) -> None:
    former, leaf.current = leaf.current, version
    if leaf.kind == Leaf.Kind.ENTRY:
        follow_words(leaf, former, given)
    if leaf.kind != Leaf.Kind.PHOTOGRAPH:
        leaf.save(update_fields=["current"])
        return
    with noting_new_words(leaf.story, by=by):
        leaf.save(update_fields=["current"])


def _says(version: Version, leaf: Leaf, given: Words) -> bool:
    """Whether a version has exactly these words. A damaged one never does, so new words are saved after it."""
    try:
        return version.read(leaf.key) == given
    except Damaged:
        return False


def _is_of(form: OpenForm, version: Version) -> bool:
    return bool(form.form_id) and version.form_id == form.form_id


def _same_form(leaf: Leaf, form: OpenForm) -> Conflict | None:
    """The conflict of this same form, if any: one form's newer words replace its older ones there."""
    waiting = Conflict.objects.filter(leaf=leaf).select_related("version").order_by("pk")
    return next((beside for beside in waiting if _is_of(form, beside.version)), None)
