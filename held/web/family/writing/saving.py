"""Saving what a form sent: whose it is, and the response, for a person or for the script that saves by itself."""

import uuid

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from held import access
from held.access import Viewer
from held.accounts.models import Account
from held.desk.outline import language_so_far
from held.stories import writing
from held.stories.models import Leaf, Version, Words
from held.stories.places import is_a_paragraph_gone
from held.web.family.pages import SAID, page_of, redirect_with
from held.web.family.writing import drafts
from held.web.family.writing.forms import form_for
from held.web.family.writing.keeping_words import NotTaken
from held.web.refusals import wants_json
from held.web.too_old import sign_in_as_another


def save_leaf(request: HttpRequest, viewer: Viewer, leaf_id: int) -> HttpResponse:
    """Save the words and say so. Raises NotTaken, or Http404 if what came is not a form of ours at all."""
    writer, leaf = _sent_by(request, leaf_id)
    given = form_for(leaf, request.POST).words()
    if leaf.current is None and given in ({}, prefilled(leaf, writer)):
        return _answer(request, viewer, writer, leaf, "", "empty")
    kept, differs = _keep(request, leaf, given, writer)
    gone = not differs and leaf.kind == Leaf.Kind.ENTRY and is_a_paragraph_gone(leaf)
    message = "saved-paragraph-gone" if gone else "saved"
    return _answer(request, viewer, writer, leaf, str(kept.pk), "differs" if differs else message)


def prefilled(leaf: Leaf, account: Account) -> Words:
    """What a form shows before anything was written in it: how they sign, and the language of the story."""
    if leaf.kind == Leaf.Kind.BABY:
        return {}
    words = {"language": language_so_far(leaf.story)}
    if leaf.kind == Leaf.Kind.ENTRY:
        words["signed"] = account.name
    return {name: given for name, given in words.items() if given}


def _sent_by(request: HttpRequest, leaf_id: int) -> tuple[Account, Leaf]:
    if "draft" not in request.POST:
        raise Http404
    try:
        writer = drafts.writer_of(request.POST["draft"], leaf_id, request.POST.get("hand", ""))
        return writer, access.leaf_to_write(Viewer(writer), leaf_id)
    except (drafts.NotOurs, Http404) as reason:
        raise NotTaken from reason


def _keep(request: HttpRequest, leaf: Leaf, given: Words, writer: Account) -> tuple[Version, bool]:
    form = drafts.open_form_of(request.POST)
    settled: list[uuid.UUID] = drafts.version_ids(request.POST.get("settled", "").split())
    if settled:  # a third text, written from those that differed; only the pressed button sends this
        return writing.choose(leaf, given, settled=settled, form=form, by=writer)
    return writing.save(leaf, given, form=form, by=writer)


def _answer(request: HttpRequest, viewer: Viewer, writer: Account, leaf: Leaf, base: str, message: str) -> HttpResponse:
    here, differing = page_of(leaf), reverse("family:differing", args=[leaf.pk])
    if viewer.account != writer:
        # The version the form was opened on, not the new one: that would tell a guess from the words themselves.
        return _sign_in_again(request, here, request.POST.get("base", ""))
    if wants_json(request):
        words_alone = message == "saved" and leaf.kind == Leaf.Kind.PHOTOGRAPH  # a button saves the rest of its page
        answer = {"base": base, "said": str(SAID.get("words-saved" if words_alone else message, ""))}
        return JsonResponse(answer | ({"differs": differing} if message == "differs" else {}))
    if message == "differs":
        return redirect_with(differing)
    if "see" in request.POST:
        return redirect_with(reverse("family:as_a_reader", args=[leaf.story_id]))
    stops = "stop" in request.POST
    return redirect_with(reverse("family:story", args=[leaf.story_id]) if stops else here, message)


def _sign_in_again(request: HttpRequest, here: str, base: str) -> HttpResponse:
    another_is_in = isinstance(request.user, Account)
    sign_in = sign_in_as_another(here) if another_is_in else redirect_to_login(here).url
    if wants_json(request):
        return JsonResponse({"said": str(SAID["signed-out"]), "sign_in": sign_in, "base": base}, status=401)
    return render(request, "family/sign_in_again.html", {"sign_in": sign_in}, status=401)
