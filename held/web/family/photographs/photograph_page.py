"""What the page of one photograph shows, with what was typed on it and not saved."""

import secrets
from collections.abc import Collection

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext

from held import access
from held.access import SignedIn
from held.consent import involved
from held.consent.facts import a_parent_is_unasked
from held.consent.first_answer import has_answered
from held.consent.models import Involvement
from held.consent.questions import STEPS
from held.desk.album import PhotographOnDesk, photograph_on_desk
from held.desk.arrivals import with_arrivals
from held.desk.outline import StoryOnDesk, outline, words_of
from held.publishing.fingerprint import fingerprint_of
from held.publishing.in_part import decided_on
from held.stories.models import Leaf, Placement
from held.web.family.pages import show
from held.web.family.photographs.people_chips import Chip, as_offered, chips_of, in_it, same_people
from held.web.family.photographs.photograph_form import BABY, ME, OTHER, Sent, sent_by
from held.web.family.photographs.place_in_story import NOWHERE, entries_offered, place_now, place_value
from held.web.family.writing.drafts import version_id
from held.web.family.writing.forms import form_for, ticked
from held.web.family.writing.leaf_pages import leaf_form
from held.web.photograph_request import kept_no_visit
from held.web.picture_responses import PictureToLookAt


def photograph_page(  # noqa: PLR0913  # keyword arguments
    request: HttpRequest,
    viewer: SignedIn,
    leaf: Leaf,
    *,
    sent: QueryDict | None = None,
    chosen: Sent | None = None,
    mistakes: dict[str, object] | None = None,
    refused: str = "",
    asked: bool = False,
    picture: PictureToLookAt | None = None,
) -> HttpResponse:
    """The page. `sent`: what was typed on it before; `chosen`: the choices among that, if they were changed since."""
    one, story, chips = photograph_on_desk(leaf), outline(leaf.story), chips_of(viewer, leaf)
    names_now = involved.names_fingerprint(leaf.picture)
    offered = [chip.value for chip in chips]
    choices = as_offered(viewer, leaf, chosen or sent_by(sent), offered, names_now=names_now)
    decides, said = access.decides(viewer, leaf.story.family), mistakes or {}
    context = {
        "one": one,
        "story": story,
        "asked": asked,
        "picture": picture,
        "decides": decides,
        "mistakes": said,
        "refused": refused or next(map(str, said.values()), ""),
        "cookies_needed": kept_no_visit(request),
        "sent": choices,
        "once": secrets.token_hex(16),
        "names_fingerprint": names_now,
    }
    context |= _words(viewer, leaf, one, sent) | _state(viewer, leaf, one)
    context |= _people(viewer, one, chips, choices, decides=decides) | _places(one, story, choices)
    return show(request, viewer, "photograph", **context)


def _words(viewer: SignedIn, leaf: Leaf, one: PhotographOnDesk, sent: QueryDict | None) -> dict[str, object]:
    """The description, or what was typed."""
    words = words_of(leaf.current, leaf)
    form = leaf_form(leaf, words or {}, viewer.account) | {"base": leaf.current_id or ""}
    if sent is not None and "base" in sent:
        typed = form_for(leaf, sent)
        same_words = typed.words() == form_for(leaf, words or {}).words()
        is_saved = same_words and version_id(sent.get("base", "")) == leaf.current_id
        form |= {"form": typed, "base": sent["base"], "unsaved": not is_saved}
    elif offered := _words_of_first(leaf, one):
        form |= {"form": form_for(leaf, offered), "unsaved": True, "words_offered": True}
    return form | {"cannot_be_read": words is None, "ticked": ticked(words or {})}


def _words_of_first(leaf: Leaf, one: PhotographOnDesk) -> dict[str, str]:
    """What was written of the photograph it is a covered copy of; but nothing is ticked for anybody."""
    if one.copy_of is None or leaf.current_id:
        return {}
    words = words_of(one.copy_of.current, one.copy_of) or {}
    return {name: words[name] for name in ("shows", "more", "language") if words.get(name)}


def _state(viewer: SignedIn, leaf: Leaf, one: PhotographOnDesk) -> dict[str, object]:
    """How it is with it, and with what the page was made from."""
    ((_one, arrival),) = with_arrivals([one], viewer.account)
    return {
        "photograph": one,
        "arrival": arrival,
        "decided": decided_on(leaf.picture),
        "fingerprint": fingerprint_of(leaf.story),
        "differs": access.conflicts_to_settle(viewer, leaf).exists(),
    }


def _people(  # keyword arguments
    viewer: SignedIn, one: PhotographOnDesk, chips: Collection[Chip], sent: Sent, *, decides: bool
) -> dict[str, object]:
    """Who is named, who can be, and whether the viewer still has to answer."""
    leaf = one.leaf
    rows = list(access.involvements_to_see(viewer, leaf))
    own = next((one for one in rows if one.person.account == viewer.account), None)
    there = set(in_it(viewer, rows))
    took = [one for one in rows if one.took_it]
    unasked = bool(leaf.picture_id and decides and a_parent_is_unasked(leaf.picture_id))
    same = same_people(viewer, leaf) if not rows else None
    return {
        "took": [_called(one, viewer) for one in took],
        "took_chips": [] if took else chips,
        "in_it": [_called(one, viewer) for one in rows if one.in_it],
        "in_chips": [one for one in chips if one.value not in there],
        "baby_in_it": BABY in there,
        "same": {"took": same[0], "in": " ".join(same[1])} if same else None,
        "own": own,
        "answers": own is None or not has_answered(own),
        "named_already": own is not None or (unasked and decides),
        "own_words": sent.words if sent.words is not None else _words_to_answer(own),
        "parent_unasked": unasked,
        "nobody_beside": decides and not one.people_known and not one.gone_after,
        "steps": list(STEPS.items()),
        "me": ME,
        "baby_value": BABY,
        "other": OTHER,
    }


def _words_to_answer(own: Involvement | None) -> str:
    """The ids of the descriptions on the page that is opened now."""
    return access.told_to_person(own).words.versions if own else ""


def _called(one: Involvement, viewer: SignedIn) -> str:
    return gettext("You") if one.person.account == viewer.account else access.called(one.person)


def _places(one: PhotographOnDesk, story: StoryOnDesk, sent: Sent) -> dict[str, object]:
    """The places it can have, and the one that is chosen: only the place may be chosen for somebody."""
    entries, there = entries_offered(story, one), place_now(one)
    begins = {paragraph.value: paragraph.begins for entry in entries for paragraph in entry.paragraphs}
    offered = {NOWHERE, *(entry.value for entry in entries), *begins}
    first = _place_of_first(one) or (entries[0].value if entries else NOWHERE)
    suggested = first if _is_undecided(one) else there
    return {
        "entries": entries,
        "placed": sent.placed or there,
        "place": sent.place if sent.place in offered else suggested,
        "now_after": begins.get(there, ""),
        "nowhere": NOWHERE,
        "babies": ", ".join(leaf.name for leaf in story.leaves if leaf.leaf.kind == Leaf.Kind.BABY and leaf.name),
    }


def _is_undecided(one: PhotographOnDesk) -> bool:
    """Whether nobody has chosen yet that it has no place.

    Its words are saved by themselves, so a description alone doesn't mean that its form was sent; a name does. The
    people of a covered copy were named before anybody saw its form.
    """
    if one.entry is not None or one.covered_copy:
        return False
    named = one.people_known if one.copy_of else Involvement.objects.filter(picture=one.leaf.picture_id).exists()
    return not one.described or not named


def _place_of_first(one: PhotographOnDesk) -> str:
    """Where the photograph is that it is a covered copy of."""
    placed = one.copy_of and Placement.objects.filter(leaf=one.copy_of).select_related("entry").first()
    return place_value(placed.entry, placed.after_paragraph) if placed else ""
