"""`held check --address` requests one address, that of the place, and says if there is none to request."""

import pytest

from held.cli import address
from held.cli.messages import CannotGoOn
from held.cli.outside import Answer, NotReached
from held.place import probing
from held.place.models import Place
from held.place.place_address import note_setting
from tests.cli.test_passed_on import answer
from tests.running import free_port

OURS = answer()


@pytest.fixture(autouse=True)
def place(db, settings, tmp_path):
    """A place with a configured address."""
    settings.HELD_DATA = tmp_path
    Place.objects.update_or_create(pk=1, defaults={"address": "https://our-place.example"})


@pytest.mark.parametrize("told", ["", "http://localhost:8000"])
def test_without_an_address_for_others_nothing_is_asked(told):
    Place.objects.update(address=told)
    with pytest.raises(CannotGoOn, match="knows no address"):
        address.look_from_outside()


def test_the_address_that_serve_was_started_with_is_known(settings):
    Place.objects.update(address="")
    settings.HELD_ADDRESS = "https://our-place.example"
    note_setting()
    settings.HELD_ADDRESS = ""
    assert address.told_address() == "https://our-place.example"


def test_without_an_address_a_service_is_thought_of():
    Place.objects.update(address="")
    with pytest.raises(CannotGoOn, match=r"runs as a service, use .*/bin/held-service instead of"):
        address.look_from_outside()


def test_a_place_that_does_not_run_is_told_so(settings, monkeypatch):
    settings.HELD_PORT = free_port()
    monkeypatch.setattr(address, "post", None)
    ((finding,), _notes) = address.look_from_outside()
    assert "held isn’t running" in finding.wrong


def test_the_check_sends_its_secret_once_to_our_address(monkeypatch):
    asked = []

    def post(where, path, fields, says):
        asked.append((where, path, fields["secret"], says["Origin"]))
        return Answer(404, {}, b"")

    monkeypatch.setattr(address, "_runs_here", lambda: True)
    monkeypatch.setattr(address, "post", post)
    monkeypatch.setattr(address, "takes_old_tls", lambda _where: True)
    another, old_tls = address.look_from_outside()[0]
    assert "Another program" in another.wrong
    assert "TLS 1.0 or 1.1" in old_tls.wrong
    ((where, path, secret, origin),) = asked
    assert (where, path, origin) == ("https://our-place.example", "/address-check", "https://our-place.example")
    assert not probing.use(secret)


def test_when_a_form_arrives_a_long_one_is_sent_as_well(monkeypatch):
    asked = []

    def post(_where, _path, fields, _says):
        assert probing.use(fields["secret"])
        asked.append(len(fields.get("padding", "")))
        return Answer(413, {}, b"") if fields.get("padding") else OURS

    forms_are_sent_by(post, monkeypatch)
    ((finding,), notes) = address.look_from_outside()
    assert asked == [0, address.PADDING]
    assert "refuses a form of 10 MB (413)" in finding.wrong
    assert "client_max_body_size 11m;" in finding.remedy
    assert "1 GB" in "".join(notes)


def test_a_long_form_whose_connection_ends_is_found(monkeypatch):
    def post(_where, _path, fields, _says):
        if fields.get("padding"):
            raise NotReached(address.Finding("wrong")) from BrokenPipeError()
        return OURS

    forms_are_sent_by(post, monkeypatch)
    ((finding,), _notes) = address.look_from_outside()
    assert "refuses a form of 10 MB (BrokenPipeError)" in finding.wrong


def test_a_long_form_that_arrives_leaves_a_note_about_photographs(monkeypatch):
    forms_are_sent_by(lambda *_asked: OURS, monkeypatch)
    found, notes = address.look_from_outside()
    assert not found
    assert "not tried" in "".join(notes)


def forms_are_sent_by(post, monkeypatch):
    monkeypatch.setattr(address, "_runs_here", lambda: True)
    monkeypatch.setattr(address, "post", post)
    monkeypatch.setattr(address, "takes_old_tls", lambda _where: False)


def test_where_nothing_is_reached_the_secret_ends_as_well(monkeypatch, tmp_path):
    def post(*_asked):
        raise NotReached(address.Finding("wrong"))

    monkeypatch.setattr(address, "_runs_here", lambda: True)
    monkeypatch.setattr(address, "post", post)
    assert address.look_from_outside() == ([address.Finding("wrong")], [])
    assert not list(tmp_path.iterdir())
