"""Waits and ends of photographs, of files without a row, and of consent."""

from datetime import timedelta
from uuid import uuid4

from held.consent import answering, consent_links, involved, looking, reconfirmation
from held.consent.models import Answer, Involvement, Looking
from held.consent.states import Event, Status
from held.families.persons import add_person
from held.keyring.text import new_key
from held.pictures import removal, sweeping, vault
from held.pictures.models import Picture
from tests.cast import Cast
from tests.uptime.table import End


def _picture(cast: Cast) -> Picture:
    """Only a row: no entry here needs its bytes."""
    told = {"key": new_key(), "lookup": uuid4().hex * 2, "original": uuid4().hex[:26], "sealed_name": b""}
    return Picture.objects.create(family=cast.family, format="jpeg", size=1, **told)


def _removed(cast: Cast) -> Picture:
    picture = _picture(cast)
    removal.remove(picture, by=cast.ana)
    return picture


def _is_destroyed(picture: object) -> bool:
    assert isinstance(picture, Picture)
    removal.destroy_what_is_due()
    return not Picture.objects.filter(pk=picture.pk).exists()


def _began_to_arrive(_cast: Cast) -> str:
    there = set(vault.arriving())
    vault.Receiving(new_key(), "here").write(b"x" * 1000)
    (blob,) = set(vault.arriving()) - there
    sweeping.sweep()
    return blob.name


def _left_over(_cast: Cast) -> str:
    name = vault.put(new_key(), "nobody's", b"data")
    sweeping.sweep()
    return name


def _set_aside(_cast: Cast) -> str:
    name = vault.put(new_key(), "nobody's", b"data")
    vault.set_aside(name)
    sweeping.sweep()
    return name


def _is_no_more_arriving(name: object) -> bool:
    sweeping.sweep()
    return name not in {blob.name for blob in vault.arriving()}


def _is_set_aside(name: object) -> bool:
    sweeping.sweep()
    return name not in {blob.name for blob in vault.every_blob()}


def _is_taken_away(name: object) -> bool:
    sweeping.sweep()
    return name not in {blob.name for blob in vault.aside()}


def _involvement(cast: Cast) -> Involvement:
    mika = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    return involved.name_person(_picture(cast), mika, in_it=True, took_it=False, by=cast.ana)


def _looks(cast: Cast) -> Involvement:
    involvement = _involvement(cast)
    looking.begin_looking(involvement, by=cast.ana)
    return involvement


def _can_no_longer_look(involvement: object) -> bool:
    assert isinstance(involvement, Involvement)
    return looking.looks_until(involvement) is None


def _row_of_looking_is_gone(involvement: object) -> bool:
    looking.end_looking_that_lapsed()
    return not Looking.objects.filter(involvement=involvement).exists()


def _agreed(cast: Cast) -> Involvement:
    involvement = _involvement(cast)
    consent_links.ask(involvement, ["public"], by=cast.ana)
    answering.answer(involvement, "public", Event.AGREE, language="en")
    return involvement


def _is_asked_once_more(involvement: object) -> bool:
    reconfirmation.confirm_and_lapse()
    return Answer.objects.get(involvement=involvement).status == Status.CONFIRMING


def _asked_once_more(cast: Cast) -> Involvement:
    involvement = _agreed(cast)
    reconfirmation.apply(involvement, "public", Event.CONFIRM, by="time")
    return involvement


def _is_closed(involvement: object) -> bool:
    reconfirmation.confirm_and_lapse()
    return Answer.objects.get(involvement=involvement).status == Status.LAPSED


DAY = sweeping.ARRIVES_WITHIN
HALF_A_YEAR: timedelta = reconfirmation.USUALLY * reconfirmation.MONTH

ENDS = [
    End("days of grace of a removed photograph", "wait", removal.GRACE, _removed, _is_destroyed),
    End("a file that was never finished", "wait", DAY, _began_to_arrive, _is_no_more_arriving),
    End("a kept file that no row names", "wait", DAY, _left_over, _is_set_aside),
    End("a file that was set aside", "wait", sweeping.SET_ASIDE_FOR, _set_aside, _is_taken_away),
    End("looking by a link", "end", looking.LASTS, _looks, _can_no_longer_look),
    End("the row of looking", "wait", looking.LASTS, _looks, _row_of_looking_is_gone),
    End("a yes until it is asked for once more", "wait", HALF_A_YEAR, _agreed, _is_asked_once_more),
    End("a yes that is asked for once more", "wait", reconfirmation.TIME_TO_ANSWER, _asked_once_more, _is_closed),
]
