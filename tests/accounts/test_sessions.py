"""A copy of the tables opens nobody's sign-in."""

from django.conf import settings
from django.contrib.sessions.models import Session

from held.accounts.sessions import SessionStore, kept_of


def test_the_secret_of_a_sign_in_is_in_no_table(cast, signed_in):
    browser = signed_in(cast.ana, key=True)
    secret = browser.cookies[settings.SESSION_COOKIE_NAME].value
    rows = Session.objects.all()
    assert rows
    assert not [row for row in rows if secret in (row.session_key, row.session_data)]
    assert browser.get("/family/").status_code == 200


def test_a_stored_session_key_signs_nobody_in(cast, anyone, signed_in):
    signed_in(cast.ana, key=True)
    for row in Session.objects.all():
        anyone.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
        assert anyone.get("/family/").status_code == 302


def test_a_sign_in_is_found_again_changed_and_ended(db):
    first = SessionStore()
    first["said"] = "once"
    first.create()
    secret = first.session_key
    again = SessionStore(secret)
    assert again["said"] == "once"
    again["said"] = "twice"
    again.save()
    assert SessionStore(secret)["said"] == "twice"
    assert SessionStore().exists(secret)
    again.flush()
    assert not SessionStore().exists(secret)
    assert SessionStore(secret).get("said") is None


def test_a_cycled_sign_in_leaves_the_former_secret_behind(db):
    store = SessionStore()
    store["said"] = "once"
    store.create()
    former = store.session_key
    store.cycle_key()
    assert store.session_key != former
    assert not SessionStore().exists(former)
    assert SessionStore(store.session_key)["said"] == "once"


def test_an_expired_sign_in_loads_no_session(db):
    store = SessionStore()
    store.create()
    Session.objects.filter(session_key=kept_of(store.session_key)).update(expire_date="2020-01-01T00:00Z")
    assert SessionStore(store.session_key).load() == {}
