"""Who is in a photograph and who took it: their links and answers. They are named on the photograph's own page."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from held import access
from held.access import AskedPerson, SignedIn
from held.accounts.once_only_forms import made_once
from held.consent import involved, reconfirmation
from held.consent.facts import a_parent_is_unasked
from held.consent.models import Involvement
from held.consent.overview import involvements_on_desk, list_complete, scopes_on_desk
from held.consent.questions import IN_SHORT
from held.consent.redescribing import redescribed
from held.desk.album import photograph_on_desk
from held.families import persons
from held.families.models import Person
from held.lib.visible import can_be_seen
from held.stories.models import Leaf
from held.web.answers_shown import answers_on_page
from held.web.audiences import for_family
from held.web.family.desk import number
from held.web.family.pages import SAID_OF, redirect_with, show
from held.web.family.photographs.photograph_form import as_sent_now
from held.web.family.photographs.photograph_page import photograph_page
from held.web.family.writing.forms import PersonForm
from held.web.narrowing import only_narrows
from held.web.notices import said_in

ME, PARENT = "me", "parent-"


@require_safe
@for_family(logged=True)
def pictured(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Everybody of one photograph, and whether all have said yes. Raises Http404."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    involvements = list(access.involvements_to_see(viewer, leaf))
    own = next((involvement for involvement in involvements if involvement.person.account == viewer.account), None)
    told = access.told_to_person(own) if own else None
    family = leaf.story.family
    scopes = scopes_on_desk(involvements[0].picture) if involvements else []
    agreed = [one.scope for one in scopes if one.agreed_by_all]
    links = access.links_to_see(viewer, involvements)
    context = {
        "photograph": photograph_on_desk(leaf),
        "people": [
            (one, access.called(one.involvement.person), links.get(one.involvement.pk))
            for one in involvements_on_desk(involvements)
        ],
        "scopes": scopes,
        "list_complete": list_complete(involvements[0].picture) if involvements else None,
        "names_fingerprint": involved.names_fingerprint(leaf.picture),
        "own": own,
        "told": told,
        "own_answers": answers_on_page(told) if told and told.questions else None,
        "redescribed": redescribed(leaf.picture_id) if leaf.picture_id else None,
        "parent_unasked": leaf.picture_id is not None and a_parent_is_unasked(leaf.picture_id),
        "decides": access.decides(viewer, family),
        "scopes_to_choose": _not_asked(told),
        "confirming": bool(agreed) and reconfirmation.is_being_confirmed(involvements[0].picture, agreed),
    }
    return show(request, viewer, "pictured", **(context | _message_of_one(request, involvements)))


@require_POST
@for_family(logged=True)
def naming_person(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Name one more person who is in it or took it: the viewer, somebody named before, or somebody new. Only pages
    that were opened in an earlier version send this. Raises Http404."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    form = PersonForm(request.POST)
    if leaf.picture is None or not form.is_valid():
        return photograph_page(request, viewer, leaf, sent=as_sent_now(request.POST), mistakes={"in": form.refused})
    person = _chosen(viewer, leaf, form, once=request.POST.get("once", ""))
    involved.name_person(
        leaf.picture,
        person,
        in_it=form.cleaned_data["in_it"],
        took_it=form.cleaned_data["took_it"],
        by=viewer.account,
    )
    return redirect_with(_here(leaf), "part-named")


@require_POST
@for_family(logged=True)
def taking_out(_request: HttpRequest, viewer: SignedIn, involvement_id: uuid.UUID) -> HttpResponse:
    """They are not in it after all; possible until somebody asks them. Raises Http404."""
    involvement = access.involvement_to_take_out(viewer, involvement_id)
    here = _here(_leaf_of(viewer, involvement.picture_id))
    try:
        involved.take_name_out(involvement, by=viewer.account)
    except involved.AskedAlready:
        return redirect_with(here, "part-asked-already")
    except involved.TookTheFirst:
        return redirect_with(here, "part-took-first")
    return redirect_with(here, "part-taken-out")


@require_POST
@for_family(logged=True)
def confirming_list(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """The family says that these are all. Raises Http404."""
    leaf = access.photograph_leaf_to_tell_of(viewer, photograph_id)
    if leaf.picture is not None:
        try:
            involved.confirm_list(
                leaf.picture,
                with_baby=request.POST.get("with_baby") == "yes",
                by=viewer.account,
                fingerprint=request.POST.get("seen", ""),
            )
        except involved.NobodyNamed:
            return redirect_with(_here(leaf), "nobody-named")
        except involved.OthersNamedMeanwhile:
            return redirect_with(_here(leaf), "named-meanwhile")
    return redirect_with(_here(leaf), "everybody-told")


@only_narrows
@require_POST
@for_family(logged=True)
def reopening_list(_request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Somebody may be missing: the photograph closes until the family says again that this is everybody. Raises
    Http404."""
    leaf = access.photograph_leaf_to_tell_of(viewer, photograph_id)
    if leaf.picture is not None:
        involved.reopen_list(leaf.picture, by=viewer.account)
    return redirect_with(_here(leaf), "everybody-taken-back")


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def person(request: HttpRequest, viewer: SignedIn, person_id: uuid.UUID) -> HttpResponse:
    """A person's name, and where a new link for them would go. Raises Http404."""
    found = access.person_to_correct(viewer, person_id)
    if request.method == "POST" and can_be_seen(request.POST.get("name", "")):
        persons.correct_person(found, request.POST["name"], request.POST.get("reach", ""), by=viewer.account)
        return redirect_with(reverse("family:person", args=[found.pk]), "person-corrected")
    form = PersonForm({"name": access.called(found), "reach": access.reach_of(found)})
    return show(request, viewer, "person", person=found, form=form)


def _message_of_one(request: HttpRequest, involvements: list[Involvement]) -> dict[str, object]:
    """What was just done about one of them, shown beside that person."""
    involvement = next((one for one in involvements if str(one.pk) == request.GET.get("of")), None)
    sentence = SAID_OF.get(said_in(request))
    if involvement is None or sentence is None:
        return {}
    name = access.called(involvement.person) or gettext("This person")
    return {"said_of": involvement.pk, "said": sentence % {"name": name}}


def _chosen(viewer: SignedIn, leaf: Leaf, form: PersonForm, *, once: str) -> Person:
    who, family = form.cleaned_data["who"], leaf.story.family
    if not who:
        who = _added(viewer, leaf, form.cleaned_data["name"], form.cleaned_data["reach"], once=once)
    if who == ME:
        return persons.person_of(family, viewer.account)
    if who.startswith(PARENT):
        parent = access.parent_to_name(viewer, family.pk, number(who.removeprefix(PARENT)))
        return persons.person_of(family, parent.account)
    known = next((one for one in access.persons_to_name(viewer, family.pk) if str(one.pk) == who), None)
    if known is None:
        raise Http404
    return known


def _added(viewer: SignedIn, leaf: Leaf, name: str, reach: str, *, once: str) -> str:
    """The key of a new person. The same form with the same words, sent twice, adds one person."""
    family, me = leaf.story.family, viewer.account
    return made_once(
        once,
        f"person of leaf {leaf.pk}, {name!r}, {reach!r}",
        lambda: persons.add_person(family, name, reach, by=me).pk,
        by=me,
        still=lambda made: access.persons_to_name(viewer, family.pk).filter(pk=made).exists(),
    )


def _not_asked(told: AskedPerson | None) -> list[tuple[str, object]]:
    asked = {one.scope for one in told.questions} if told else set()
    return [(scope, called) for scope, called in IN_SHORT.items() if scope not in asked]


def _leaf_of(viewer: SignedIn, picture: uuid.UUID) -> Leaf:
    return access.leaf_of_picture(viewer, picture)


def _here(leaf: Leaf) -> str:
    return reverse("family:pictured", args=[leaf.pk])
