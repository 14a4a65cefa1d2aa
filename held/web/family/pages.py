"""What every page of the family shows in addition: requests for a new link, and what was just done."""

import uuid
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from held import access
from held.access import SignedIn
from held.accounts.sign_in_keys import has_key
from held.stories.models import Leaf
from held.web.answers import SAID as ANSWER_SAID
from held.web.notices import said_in, saying
from held.web.too_old import way_to_key

SAID = {
    "saved": _("Saved. You can stop here and come back whenever you like."),
    "words-saved": _("What you wrote is saved."),
    "differs": _("This was also changed somewhere else. Both are kept."),
    "signed-out": _("Please sign in again. What you wrote is kept."),
    "empty": _("Nothing here yet. There’s no rush."),
    "brought-back": _("Those words are back. The others are kept too."),
    "chosen": _("Done. The other words are among the earlier versions."),
    "put-away": _("Put away. It was empty."),
    "has-words": _("There are words here, so it stays."),
    "taken-back": _("Taken back. Only your family can read it now. Its addresses no longer work."),
    "narrowed-named": _("Now only people you name can read it. Its old addresses no longer work."),
    "narrowed-link": _("Now only people with the new link can read it. Its old addresses no longer work."),
    "opened-named": _("The people you name can read it now, each with their own link."),
    "wished": _("Your choice is saved. The story won’t open wider than that."),
    "answers": _("People who ask to read are on your page too now."),
    "answers-not": _("People who ask to read aren’t on your page any more."),
    "named-ended": _("That link no longer works."),
    "opened-link": _("Anyone with the link can read it now. The link is below."),
    "opened-everyone": _("Everyone can read it now. Its address is below."),
    "shown": _("Readers now see the words you chose."),
    "hidden": _("Readers can’t see that any more."),
    "arrived-one": _("The photograph has arrived, sealed. Only your family can see it."),
    "arrived": _("Your photographs have arrived, sealed. Only your family can see them."),
    "out-of-envelope": _("It’s out of its envelope, and in the list. Nobody was shown it."),
    "not-in-envelope": _("That one isn’t in the envelope any more."),
    "envelope-ended": _("That link no longer works. What arrived stays."),
    "saved-paragraph-gone": _("Saved. The paragraph before a photograph is gone. Its page says where it is now."),
    "photograph-saved": _("Saved."),
    "saved-next": _("Saved. This is the next one."),
    "covered": _("This is the new photograph. Readers can’t ask for the first one any more."),
    "covered-first": _("There is a copy with a part covered. Please ask about that one."),
    "covered-before": _("You made this same one before. Here it is."),
    "let-ask": _("Readers may ask for it now."),
    "placed": _("It has its place in the story. Readers can’t ask for it until you say so."),
    "moved": _("It has moved up."),
    "several-placed": _("They’re in their place now."),
    "several-taken-out": _("They’re out of the story. They’re kept, and readers can’t ask for them."),
    "opened": _("It opens now. It’s kept as it was sent, and you can see it when you ask."),
    "opened-in-part": _("Part of it opens now. Readers can’t see it unless a parent says so."),
    "still-unopened": _("It still doesn’t open. It’s kept as it was sent."),
    "part-let": _("Readers may see this part, once everyone in it has said yes."),
    "part-kept": _("Readers can’t see it. People you asked can’t look any more."),
    "not-now": _("It couldn’t be tried just now. It’s kept as it was sent."),
    "taken-out": _("It’s out of the story. It’s kept, and readers can’t ask for it."),
    "photograph-taken-back": _("Readers can’t ask for it any more."),
    "not-placed": _("It can’t have that place. Nothing was changed."),
    "removed": _("It’s closed for everybody. Until the day below you can still keep it."),
    "removed-in-doubt": _("It’s closed for everybody. You can still keep it."),
    "too-late": _("It’s gone for good, and can’t be kept."),
    "kept-after-all": _("It’s kept, for your family only. To show it again, give it a place in the story."),
    "kept-elsewhere": _("Somebody already chose to keep it. Nothing was removed."),
    "destroyed-elsewhere": _("It was already removed for good."),
    "destroyed": _("The photograph is gone for good, and so is what you wrote about it."),
    "listed": _("Search engines may now list this story."),
    "unlisted": _("Search engines are asked to leave it out. They drop it on their next visit."),
    "changed": _("Something had changed, so nothing was done. This is how it is now."),
    "stopped": _("Stopped. That link no longer works."),
    "seen": _("Put away."),
    "invitation-ended": _(
        "The invitation is taken back. Its link no longer works. If a photograph waited for them as a parent, "
        "please say again that it’s everyone."
    ),
    "link-used": _("Somebody signed in with that link, so we can’t show it again."),
    "let-go": _("They can’t sign in as your friend any more. What they wrote stays."),
    "already-here": _("They have signed in. If they lose every key, you can ask for a new link."),
    "named": _("The names are saved."),
    "part-named": _("They’re named. Nobody else sees it until they’ve said yes."),
    "part-taken-out": _(
        "They aren’t named for it any more. Before readers can ask for it, a parent has to say that’s everyone."
    ),
    "part-took-first": _("They took the photograph that this one is made from, so they stay."),
    "part-asked-already": _("They have been asked, so their answer counts. Nothing was changed."),
    "everybody-told": _("Saved: that’s everyone."),
    "named-meanwhile": _("Somebody was just named or taken out. Please check again: is that everyone?"),
    "everybody-taken-back": _(
        "Saved: somebody may be missing. Readers can’t ask for it until a parent says that’s everyone."
    ),
    "nobody-named": _("Please name who took it, or who is in it. Somebody has to be able to say yes."),
    "asking-ended": _("The link from this form has ended. Please ask again."),
    "asked-twice": _("They have been asked twice. Nobody is asked a third time."),
    "own-asked": _("You can now answer each separately."),
    "own-answer": _("Your answer is saved. You can change it at any time."),
    "other-words": ANSWER_SAID["other-words"],
    "answered-since": ANSWER_SAID["answered-since"],
    "nothing-chosen": _("Nothing was chosen, so nothing changed."),
    "person-corrected": _("Saved. Their links keep working."),
    "confirming-chosen": _("Your choice is saved."),
}
SAID_OF = {
    "on-their-link": _(
        "%(name)s finds the question on the link they have. Please tell them. If it’s lost, make a new one."
    ),
    "looking-again": _("%(name)s can ask to see it for 30 days. You can stop that."),
    "looking-ended": _("%(name)s can’t see it by link any more, but can answer. You can let them look again."),
}
"""What was just done about one person, by the word in the address; shown beside that person, with their name."""


def show(request: HttpRequest, viewer: SignedIn, page: str, /, **words: object) -> HttpResponse:
    """A page of the family, with what all of them show. `show_key`: the address where a key is shown; empty if one
    was."""
    every = {
        "viewer": viewer,
        "recoveries": access.recoveries_to_see(viewer),
        "said": SAID.get(said_in(request)),
        "has_key": partial(has_key, viewer.account),
        "show_key": "" if viewer.key_shown else way_to_key(request.get_full_path()),
    }
    return render(request, f"family/{page}.html", every | words)


def page_of(leaf: Leaf) -> str:
    """The address of the page on which a leaf is written: a photograph has one with more on it."""
    return reverse("family:photograph" if leaf.kind == Leaf.Kind.PHOTOGRAPH else "family:leaf", args=[leaf.pk])


def redirect_with(address: str, said: str = "", *, of: uuid.UUID | int | None = None) -> HttpResponseRedirect:
    """Redirect after an act to the page that shows its effect, with a sentence about it; `of`: the involvement or the
    request for a new link that the sentence is about."""
    answer = HttpResponseRedirect(saying(f"{address}?of={of}" if of else address, said))
    answer.status_code = 303
    return answer
