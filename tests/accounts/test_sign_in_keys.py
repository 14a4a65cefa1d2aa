"""The keys of an account."""

import pytest
from allauth.mfa.models import Authenticator

from held.accounts import sign_in_keys
from held.accounts.models import Account
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db):
    return person("Ana")


def test_a_new_account_has_no_sign_in_key(ana):
    assert not sign_in_keys.has_key(ana)


def test_a_paper_code_can_be_used_only_once(ana):
    code = sign_in_keys.write_codes(ana)[3]
    assert sign_in_keys.use_code(ana, code)
    assert not sign_in_keys.use_code(ana, code)
    assert len(sign_in_keys.unused_codes(ana)) == 9


def test_a_code_may_be_typed_with_spaces_and_dashes(ana):
    first, second, *_rest = sign_in_keys.write_codes(ana)
    assert sign_in_keys.use_code(ana, f" {first[:4]} {first[4:]} ")
    assert sign_in_keys.use_code(ana, f"{second[:4]}–{second[4:]}")


def test_a_code_of_somebody_else_opens_nothing(ana):
    ben = person("Ben")
    code = sign_in_keys.write_codes(ana)[0]
    sign_in_keys.write_codes(ben)
    assert not sign_in_keys.use_code(ben, code)


def test_a_fresh_sheet_ends_the_former_one(ana):
    former = sign_in_keys.write_codes(ana)
    fresh = sign_in_keys.write_codes(ana)
    assert set(former) != set(fresh)
    assert not any(sign_in_keys.use_code(ana, code) for code in set(former) - set(fresh))


def test_when_the_last_code_is_used_there_is_no_key(ana):
    for code in sign_in_keys.write_codes(ana):
        assert sign_in_keys.use_code(ana, code)
    assert not sign_in_keys.has_key(ana)


def test_paper_codes_are_not_stored_as_text(ana):
    codes = sign_in_keys.write_codes(ana)
    kept = str(Authenticator.objects.get(user=ana).data)
    assert not any(code in kept for code in codes)


def test_a_sheet_is_found_however_its_name_is_typed(ana):
    assert sign_in_keys.account_of_sheet(f" {ana.handle[:4].lower()} {ana.handle[4:]}") == ana
    assert sign_in_keys.account_of_sheet("AAAA AAAA") is None
    assert sign_in_keys.account_of_sheet("") is None


def test_removing_a_passkey_keeps_the_paper_codes(ana):
    codes = sign_in_keys.write_codes(ana)
    passkey = sign_in_keys.add_passkey(ana, name="my phone", credential={})
    sign_in_keys.remove_passkey(passkey, by=ana)
    assert sign_in_keys.passkeys(ana) == []
    assert sign_in_keys.unused_codes(ana) == codes


def test_the_name_of_a_passkey_is_sealed(ana):
    passkey = sign_in_keys.add_passkey(ana, name="Ana’s phone", credential={})
    passkey.refresh_from_db()
    assert sign_in_keys.name_of(passkey, ana) == "Ana’s phone"
    assert "phone" not in str(passkey.data)
    assert sign_in_keys.name_of(sign_in_keys.add_passkey(ana, name="", credential={}), ana) == ""


def test_ending_sign_ins_keeps_the_keys(ana):
    sign_in_keys.write_codes(ana)
    before = ana.get_session_auth_hash()
    sign_in_keys.end_every_sign_in(ana)
    assert Account.objects.get(pk=ana.pk).get_session_auth_hash() != before
    assert sign_in_keys.has_key(ana)


def test_ending_all_keys_also_ends_sign_ins(ana):
    sign_in_keys.write_codes(ana)
    before = ana.get_session_auth_hash()
    sign_in_keys.end_every_key(ana)
    assert not sign_in_keys.has_key(ana)
    assert Account.objects.get(pk=ana.pk).get_session_auth_hash() != before
