"""What opens in a place with each kind of sealed thing and keyed hash, and what follows from its people's secrets."""

import json
from hashlib import sha256
from pathlib import Path
from uuid import UUID

FORM, HAND, SESSION, ONCE = UUID(int=9), "h" * 16, "s" * 32, "of the walk"
CLAIM = {"name": "Nele", "words": "I hold the lamp."}
SLUG = "a-tuesday"


def the_cast():
    """The people of the place, as tests name them."""
    from held.accounts.models import Account  # noqa: PLC0415
    from held.families.models import Family  # noqa: PLC0415
    from tests.cast import Cast  # noqa: PLC0415

    return Cast(*Account.objects.order_by("pk")[:4], *Family.objects.order_by("pk"))


def read(given: dict) -> dict:
    """What opens in the place of this process, sorted, and what follows from people's secrets."""
    return {
        "sealed": {kind: sorted(found) for kind, found in sealed().items()},
        "copy": second_copy(),
        "record": record(),
        "refusals": refusals(),
        "hashes": hashes(given),
        "links": links(given),
        "browsers": browsers(given),
    }


def sealed() -> dict[str, list[str]]:
    """Everything that is sealed, opened, by its kind."""
    from held.accounts import sign_in_keys  # noqa: PLC0415
    from held.accounts.models import Account  # noqa: PLC0415
    from held.consent.models import Answer, LostLinkRequest  # noqa: PLC0415
    from held.consent.outlets import outlet_of  # noqa: PLC0415
    from held.families.account_of_person import account_number  # noqa: PLC0415
    from held.families.models import Family, Person  # noqa: PLC0415
    from held.gathering.models import Envelope, Sent  # noqa: PLC0415
    from held.pictures.models import Picture, Rendition  # noqa: PLC0415
    from held.publishing.addresses import read_address  # noqa: PLC0415
    from held.publishing.models import AccessRequest, Address, NamedReader  # noqa: PLC0415
    from held.stories.models import Version  # noqa: PLC0415

    accounts, persons, pictures = Account.objects.all(), Person.objects.all(), Picture.objects.all()
    answers = Answer.objects.exclude(sealed_outlet=None)
    return {
        "name of an account": [one.name for one in accounts],
        "name of a passkey": [sign_in_keys.name_of(key, one) for one in accounts for key in sign_in_keys.passkeys(one)],
        "label of a family": [one.label for one in Family.objects.all()],
        "name of a person": [one.name for one in persons],
        "reach of a person": [one.reach for one in persons],
        "account of a person": [str(account_number(one)) for one in persons],
        "outlet of an answer": [outlet_of(one, one.involvement.person.family) for one in answers],
        "claim": [_written(one.read()) for one in LostLinkRequest.objects.all()],
        "version": [_written(one.read(one.leaf.key)) for one in Version.objects.all()],
        "address": [read_address(one, one.story) for one in Address.objects.all()],
        "named reader": [one.name for one in NamedReader.objects.all()],
        "knock": [_written(one.read()) for one in AccessRequest.objects.all()],
        "envelope": [_written(one.read()) for one in Envelope.objects.all()],
        "sent": [_written(one.read()) for one in Sent.objects.all()],
        "name of a photograph": [one.name for one in pictures],
        "photograph as it was sent": [_sent_file(one) for one in pictures],
        "photograph as it is shown": [_shown_file(one) for one in Rendition.objects.all()],
    }


def second_copy() -> dict:
    """What the backup says about itself, and whether its keys are whole."""
    from django.conf import settings  # noqa: PLC0415

    from held.keeping import copies, key_copies  # noqa: PLC0415

    second = Path(settings.HELD_DATA).parent / "second"
    [copy] = copies.whole_copies(second / "copies")
    manifest = copies.read_manifest(copy)
    return {
        "place": manifest.place == key_copies.site_id_of(second / "keys" / "keyring.db"),
        "words": copies.sha256_of(copy / manifest.words) == manifest.sha256,
        "stories, versions, photographs": [manifest.stories, manifest.versions, manifest.photographs],
        "photographs missing": len(copies.blobs_needed(second / "copies") - names_in(second / "photographs")),
        "version, number, keys noted": [manifest.version, manifest.number, manifest.keys_noted],
        "migrations": len(manifest.migrations),
        "keys": key_copies.are_whole(second / "keys"),
    }


def names_in(folder: Path) -> set[str]:
    """The names of the photographs in a folder."""
    return {path.name for path in folder.glob("??/*")}


def record() -> dict:
    """The record that a family downloaded, and whether the place still has it unchanged."""
    from django.conf import settings  # noqa: PLC0415

    from held.consent import proving, sealing  # noqa: PLC0415
    from held.lib.chain import broken_in, read_lines  # noqa: PLC0415
    from held.lib.cover import read_cover  # noqa: PLC0415

    first, rest = (Path(settings.HELD_DATA).parent / "record").read_bytes().split(b"\n", 1)
    lines = sealing.open_record(read_cover(first + b"\n"), rest)
    taken = read_lines(lines.splitlines(keepends=True))
    return {
        "sha256": sha256(lines).hexdigest(),
        "here": sha256(proving.export_proof(the_cast().other_family).encode()).hexdigest(),
        "broken": [str(broken_in(taken)), str(sealing.apart_from_today(taken)), len(proving.broken_chains())],
        "told": sorted({json.dumps([name, told]) for one in taken.links for name, told in one.told.items()}),
    }


def refusals() -> dict:
    """Each line of the refusal log, and whether any no of the tables is missing in it."""
    from held.consent.reconciling import missing_refusals  # noqa: PLC0415
    from held.keyring import refusal_log  # noqa: PLC0415

    return {"log": refusal_log.refusals(), "missing": missing_refusals()}


def hashes(given: dict) -> dict:
    """How many rows each keyed hash finds."""
    from held.consent.likeness import likeness_of  # noqa: PLC0415
    from held.consent.lost_links import is_kept  # noqa: PLC0415
    from held.consent.models import Answer, LostLinkRequest  # noqa: PLC0415
    from held.consent.outlets import kept_scope  # noqa: PLC0415
    from held.families.account_of_person import hash_of_whose_family  # noqa: PLC0415
    from held.families.models import Person, PersonsFamily  # noqa: PLC0415
    from held.families.persons import hashes_of_own_persons  # noqa: PLC0415
    from held.publishing.addresses import lookup_of  # noqa: PLC0415
    from held.publishing.models import Address  # noqa: PLC0415
    from tests.places.making import OUTLET  # noqa: PLC0415

    cast = the_cast()
    return {
        "address": Address.objects.filter(lookup=lookup_of(SLUG), story=given["story"]).count(),
        "claim": is_kept(FORM, CLAIM),
        "likeness": LostLinkRequest.objects.filter(likeness=likeness_of(CLAIM)).count(),
        "persons of Ana": Person.objects.filter(account_hash__in=hashes_of_own_persons(cast.ana)).count(),
        "families of Ana": PersonsFamily.objects.filter(account_hash=hash_of_whose_family(cast.ana)).count(),
        "outlet": Answer.objects.filter(scope=kept_scope(cast.family, f"press:{OUTLET.lower()}")).count(),
    }


def links(given: dict) -> dict:
    """Each link opens what it opened, and the same form arriving again gives the same link."""
    from held.accounts.once_only_forms import made_once  # noqa: PLC0415
    from held.accounts.one_time_links import form_was_used  # noqa: PLC0415
    from held.consent.consent_links import ask  # noqa: PLC0415
    from held.consent.models import ConsentLink, Involvement  # noqa: PLC0415
    from held.gathering.models import Envelope  # noqa: PLC0415
    from held.lib.tokens import token_hash  # noqa: PLC0415
    from held.publishing.models import NamedReader  # noqa: PLC0415
    from held.publishing.named_readers import name_reader  # noqa: PLC0415
    from held.stories.models import Story  # noqa: PLC0415
    from tests.enveloped import an_envelope  # noqa: PLC0415

    cast, story, involvement = (
        the_cast(),
        Story.objects.get(pk=given["story"]),
        Involvement.objects.get(pk=given["part"]),
    )
    hashed = {name: token_hash(token) for name, token in given["tokens"].items()}
    return {
        "named": NamedReader.objects.filter(token_hash=hashed["named"]).count(),
        "envelope": Envelope.objects.filter(token_hash=hashed["envelope"]).count(),
        "asked": ConsentLink.objects.filter(token_hash=hashed["asked"]).count(),
        "named once": name_reader(story, "Nele", by=cast.ana, once=ONCE)[1] == given["tokens"]["named"],
        "envelope once": an_envelope(story, cast.ana, once=ONCE)[1] == given["tokens"]["envelope"],
        "asked once": ask(involvement, ["public"], by=cast.ana, once=ONCE) == given["tokens"]["asked"],
        "link once": form_was_used(ONCE, by=cast.ana),
        "made once": made_once(FORM.hex, "story of every kind", lambda: 78, by=cast.ana),
    }


def browsers(given: dict) -> dict:
    """What browsers store, and what forms and sheets of paper contain."""
    from django.core import signing  # noqa: PLC0415

    from held.accounts import sign_in_keys  # noqa: PLC0415
    from held.accounts.sessions import kept_of  # noqa: PLC0415
    from held.consent.models import Answer  # noqa: PLC0415
    from held.consent.page_answered import fingerprint  # noqa: PLC0415
    from held.lib.stored_strings import SIGNED_DRAFT  # noqa: PLC0415
    from held.lib.tokens import token_hash  # noqa: PLC0415
    from held.publishing.models import NamedReader  # noqa: PLC0415
    from held.publishing.named_readers import reading_of  # noqa: PLC0415
    from held.web.contributor.opened import opening_of  # noqa: PLC0415

    ana, tokens = the_cast().ana, given["tokens"]
    return {
        "named reader": NamedReader.objects.filter(reading_hash=token_hash(reading_of(tokens["named"]))).count(),
        "opened link": opening_of(tokens["asked"]),
        "sign-in": [kept_of(SESSION), ana.get_session_auth_hash()],
        "draft": signing.loads(given["draft"], salt=SIGNED_DRAFT),
        "codes": sign_in_keys.unused_codes(ana) == given["codes"],
        "answer on the page": sorted(map(fingerprint, Answer.objects.all())),
    }


def _written(words: dict[str, str]) -> str:
    return json.dumps(words, sort_keys=True)


def _sent_file(picture) -> str:
    from held.pictures import vault  # noqa: PLC0415

    where = vault.where_original(picture.pk)
    with vault.original(picture.original, picture.key, where, picture.size) as file:
        return sha256(file.read()).hexdigest()


def _shown_file(made) -> str:
    from held.pictures import vault  # noqa: PLC0415

    where = vault.where_rendition(made.picture_id, made.box, made.format)
    return sha256(vault.get(made.blob, made.picture.key, where)).hexdigest()
