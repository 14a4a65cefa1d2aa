"""The name of an outlet: sealed, one scope within a family, and unreadable without its key."""

from held.consent import consent_links
from held.consent.models import Answer
from held.consent.outlets import KEPT, former_scope, kept_scope, new_answer, outlet_of, outlets_in
from held.consent.scopes import press
from held.keyring.text import destroy_key

PAPER, OTHER = press("The Evening Paper"), press("Zeitung für Müller")


def test_fixed_scopes_are_kept_as_they_are(cast):
    for scope in ("keep", "named", "link", "public", "print", f"{KEPT}0123"):
        assert kept_scope(cast.family, scope) == scope


def test_one_outlet_is_one_scope_in_a_family_and_another_elsewhere(cast):
    kept = kept_scope(cast.family, PAPER)
    assert kept == kept_scope(cast.family, press(" the evening  paper"))
    assert kept.startswith(KEPT)
    assert "evening" not in kept
    assert len({kept, kept_scope(cast.other_family, PAPER), kept_scope(cast.family, OTHER)}) == 3


def test_its_name_opens_exactly_and_its_length_tells_nothing(cast, mika):
    answers = [new_answer(mika, scope) for scope in (PAPER, OTHER, press("x" * 40), press("語" * 40))]
    assert [outlet_of(answer, cast.family) for answer in answers[:2]] == ["the evening paper", "zeitung für müller"]
    assert len({len(answer.sealed_outlet) for answer in answers}) == 1
    assert outlet_of(answers[3], cast.family) == "語" * 40
    assert new_answer(mika, "public").sealed_outlet is None
    assert outlet_of(new_answer(mika, "public"), cast.family) == ""


def test_names_that_do_not_open_are_left_out(cast, mika):
    consent_links.ask(mika, ["public", PAPER, OTHER], by=cast.ana)
    Answer.objects.filter(scope=kept_scope(cast.family, OTHER)).update(sealed_outlet=b"short")
    assert outlets_in(list(Answer.objects.all()), cast.family) == {kept_scope(cast.family, PAPER): "the evening paper"}
    destroy_key(cast.family.key)
    assert outlets_in(list(Answer.objects.all()), cast.family) == {}


def test_the_former_scope_is_what_the_log_of_noes_holds_of_before():
    assert former_scope("the evening paper").startswith("press:")
    assert len(former_scope("the evening paper")) == len("press:") + 32
