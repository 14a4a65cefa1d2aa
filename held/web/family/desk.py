"""The desk: the family's stories and who may read each, and the names of people here."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from held import access
from held.access import SignedIn
from held.accounts import account_name as names_of_accounts
from held.desk.in_brief import stories_in_brief, with_last_words
from held.families import family_label as names_of_families
from held.stories import writing
from held.web.audiences import for_family
from held.web.family.pages import redirect_with, show
from held.web.family.waiting import what_waits
from held.web.family.writing.forms import NamesForm


@require_safe
@for_family(logged=True)
def desk(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """The story written last, what waits for the viewer, and every other story of their families."""
    stories = stories_in_brief(list(access.stories_to_write(viewer)))
    main = with_last_words(stories[0]) if stories else None
    families, waits = list(access.families_of(viewer)), what_waits(viewer)
    return show(
        request,
        viewer,
        "desk",
        main=main,
        waits=waits,
        families=[(family, [one for one in stories[1:] if one.story.family_id == family.pk]) for family in families],
        decides=main is not None and access.decides(viewer, main.story.family),
        came_back=access.came_back_from_a_copy(viewer),
        may_make_key=waits.no_key,
    )


@require_POST
@for_family(logged=True)
def begin(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Start writing in one of the viewer's families: a story of its own, opened where it is written. Raises Http404."""
    family = access.family_to_enter(viewer, number(request.POST.get("family", "")))
    return redirect_with(reverse("family:leaf", args=[writing.start(family, by=viewer.account).pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def welcome(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """The viewer's name, and their family's; both can stay empty."""
    account, family = viewer.account, access.families_of(viewer)[0]
    if request.method == "POST":
        names_of_accounts.call_account(account, request.POST.get("name", ""))
        names_of_families.call_family(family, request.POST.get("label", ""), by=account)
        return redirect_with(reverse("family:desk"), "named")
    form = NamesForm({"name": account.name, "label": family.label})
    if names_of_families.is_named_by_the_host(family):
        form.say_who_wrote_the_label()
    return show(request, viewer, "welcome", form=form)


def number(given: str) -> int:
    """The number a form sent; 0, which no row has, if it is not a number."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0
