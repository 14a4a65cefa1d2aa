"""After a restore, close everything that may have been closed since the copy was made. Each model's data policy
(`held/lib/data_policy.py`) says what a restore does with its rows; the functions for "close" are here.
"""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet

from held.accounts.models import Account, Link, new_salt
from held.accounts.one_time_links import take_link_back
from held.consent.looking import end_all_looking
from held.consent.models import Answer, AnswersVisible, ConsentLink, ListComplete, Looking
from held.consent.replaying import (
    ask_anew_who_is_in_it,
    keep_every_answer_from_families,
    let_sequences_begin_higher,
    replay_refusals,
)
from held.gathering.envelopes import end_every_envelope
from held.gathering.models import Envelope
from held.keyring.refusal_log import refusals
from held.lib.data_policy import DataPolicy, Restore
from held.pictures.models import Removal
from held.pictures.removal import begin_grace_anew
from held.place.models import Place
from held.publishing.models import Address
from held.publishing.publication import take_back
from held.publishing.restored import closed_by_restore
from held.stories.models import Leaf, Publication, PublishedVersion, Story


def close_everything() -> None:
    """Limit every story to its family, let readers request no photograph, stop named readers, sending links and viewing
    links, count every refusal given after the copy, show no family who answered what, restart the days of grace of each
    removal, end sign-ins and unused links, and let no search engine list the front page.
    """
    for act in dict.fromkeys(CLOSED_BY.values()):
        act()
    for model in models_to("delete"):
        QuerySet(model).delete()


def models_to(restore: Restore) -> Iterator[type[Model]]:
    """The models whose data policy says that a restore does this with their rows."""
    for model in apps.get_models():
        policy = getattr(model, "data_policy", None)
        if isinstance(policy, DataPolicy) and policy.restore == restore:
            yield model


def _count_every_no() -> None:
    replay_refusals(refusals())
    let_sequences_begin_higher()


def _take_every_story_back() -> None:
    opened = {*Publication.objects.values_list("story", flat=True), *Address.objects.values_list("story", flat=True)}
    for story in Story.objects.filter(pk__in=opened):
        take_back(story, by="program")


def _show_no_photograph() -> None:
    PublishedVersion.objects.filter(
        leaf__kind=Leaf.Kind.PHOTOGRAPH
    ).delete()  # what was requested since then is unknown


def _end_sign_ins() -> None:
    Session.objects.all().delete()
    for account in Account.objects.all():
        account.sign_in_salt = new_salt()
        account.save(update_fields=["sign_in_salt"])


def _take_unused_links_back() -> None:
    for link in Link.objects.filter(used_at=None):
        take_link_back(link, by="program")


def _restored() -> None:
    # Two installations that write into one folder would overwrite each other's keys.
    # Whether the host ended the listing of the front page since is unknown.
    Place.objects.update(second_copy="", restored_since_copy=True, front_may_be_listed=False)


# In this order: refusals count before anything else is looked at. Sessions are Django's model, so the policy cannot be
# declared there.
CLOSED_BY: dict[type[Model], Callable[[], None]] = {
    Answer: _count_every_no,
    ConsentLink: _count_every_no,  # those that the person themselves ended
    ListComplete: ask_anew_who_is_in_it,
    AnswersVisible: keep_every_answer_from_families,
    Looking: end_all_looking,
    Publication: _take_every_story_back,
    Address: _take_every_story_back,
    Story: closed_by_restore,
    PublishedVersion: _show_no_photograph,
    Envelope: end_every_envelope,  # which links were ended since is unknown; what was sent through them stays
    Removal: begin_grace_anew,
    Account: _end_sign_ins,
    Link: _take_unused_links_back,
    Place: _restored,
    Session: _end_sign_ins,
}
