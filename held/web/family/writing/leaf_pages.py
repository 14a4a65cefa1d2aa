"""One leaf: the form to write it, removing an empty one, and hiding one from readers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from held import access
from held.access import SignedIn
from held.accounts.models import Account
from held.accounts.sign_in_keys import has_key
from held.desk.outline import name_of, words_of
from held.lib.markdown import has_marks
from held.publishing import publication
from held.publishing.publication import do_readers_see
from held.reading.published import page_of_words
from held.stories import writing
from held.stories.models import Leaf
from held.web.audiences import for_family, for_writer
from held.web.family.pages import page_of, redirect_with, show
from held.web.family.writing import drafts
from held.web.family.writing.forms import form_for
from held.web.family.writing.keeping_words import words_come_back
from held.web.family.writing.saving import prefilled, save_leaf
from held.web.narrowing import only_narrows
from held.web.same_origin import signed


@signed
@words_come_back
@require_http_methods(["GET", "HEAD", "POST"])
@for_writer(save=save_leaf, logged=True)
def leaf(request: HttpRequest, viewer: SignedIn, leaf_id: int) -> HttpResponse:
    """The form of one leaf; a POST saves it. A photograph has a page of its own. Raises Http404."""
    found = access.leaf_to_write(viewer, leaf_id)
    if found.kind == Leaf.Kind.PHOTOGRAPH:
        return redirect_with(page_of(found))
    words = words_of(found.current, found)
    return show(
        request,
        viewer,
        "leaf",
        differs=access.conflicts_to_settle(viewer, found).exists(),
        cannot_be_read=words is None,
        **_offered(found, words or {}, viewer.account),
        written_by_another=found.current is not None and found.current.by != viewer.account,
        **leaf_form(found, words or {}, viewer.account),
    )


@require_POST
@for_family(logged=True)
def dropping(_request: HttpRequest, viewer: SignedIn, leaf_id: int) -> HttpResponse:
    """Remove a leaf on which nothing was ever written. Raises Http404."""
    found = access.leaf_to_write(viewer, leaf_id)
    gone = writing.drop_unwritten(found, by=viewer.account)
    return redirect_with(reverse("family:story", args=[found.story_id]), "put-away" if gone else "has-words")


@only_narrows
@require_POST
@for_family(logged=True)
def hiding(_request: HttpRequest, viewer: SignedIn, leaf_id: int) -> HttpResponse:
    """Readers no longer see this leaf from the next request on. Raises Http404."""
    found = access.leaf_to_write(viewer, leaf_id)
    publication.hide(found, by=viewer.account)
    if found.kind == Leaf.Kind.PHOTOGRAPH:
        return redirect_with(reverse("family:photographs", args=[found.story_id]), "photograph-taken-back")
    return redirect_with(reverse("family:story", args=[found.story_id]), "hidden")


def leaf_form(found: Leaf, words: dict[str, str], account: Account) -> dict[str, object]:
    """What the form of this leaf needs, with these words in it."""
    form_id = drafts.new_form_id()
    return {
        "leaf": found,
        "readers_see": found.kind != Leaf.Kind.PHOTOGRAPH and do_readers_see(found),
        "name": name_of(found, words),
        "form": form_for(found, words if found.current else prefilled(found, account)),
        "draft": drafts.sign(account, found, form_id),
        "form_id": form_id,
    }


def _offered(found: Leaf, words: dict[str, str], account: Account) -> dict[str, object]:
    """How the words will look; and what is offered once something was saved, never before: a key and a name."""
    preview = page_of_words([(found, words)]) if words else None
    return {
        "preview": preview,
        "has_marks": any(has_marks(entry.html) for entry in preview.entries) if preview else False,
        "offers_key": not has_key(account),
        "offers_name": not account.name,
    }
