"""Each string that is part of stored data has the value with which existing data was written."""

from held.lib import stored_strings

PINNED = {
    "SEALED_ACCOUNT_NAME": "account-name {}",
    "SEALED_PASSKEY_NAME": "passkey-name {}",
    "SEALED_FAMILY_LABEL": "family-label",
    "SEALED_PERSON_NAME": "person {} name",
    "SEALED_PERSON_REACH": "person {} reach",
    "SEALED_PERSON_ACCOUNT": "person {} account",
    "SEALED_OUTLET": "answer {} {}",
    "SEALED_CLAIM": "claim {}",
    "SEALED_VERSION": "version {}",
    "SEALED_ADDRESS": "address {}",
    "SEALED_NAMED_READER": "named {}",
    "SEALED_ACCESS_REQUEST": "knock {}",
    "SEALED_ENVELOPE": "envelope {}",
    "SEALED_SENT": "sent {}",
    "SEALED_PHOTOGRAPH_NAME": "photograph {} name",
    "SEALED_ORIGINAL": "photograph {} original",
    "SEALED_RENDITION": "photograph {} {} {}",
    "SEALED_RECORD_LINE": "line {} of record {}",
    "SEALED_RECORD": "record {}",
    "MESSAGE_MAGIC": b"HLD1",
    "STREAM_MAGIC": b"HLD2",
    "ASSOCIATED_DATA": "{} {} {} {}",
    "WRAPPED_KEY": "held key {} {}",
    "WRAPPED_BUCKET": "bucket {}",
    "KEYS_IN_BUCKETS": b"buckets\n",
    "HKDF_HASH": b"held hash",
    "HKDF_STREAM": b"held stream ",
    "HKDF_PAPER_CODES": b"held.paper-codes",
    "HASH_OF_ADDRESS": "held.address",
    "HASH_OF_SIGN_IN": "held.sign-in",
    "HASH_OF_PERSONS_FAMILY": "held.person-in-family",
    "HASH_OF_PERSONS_ACCOUNT": "account of a person",
    "HASH_OF_OUTLET": "outlet",
    "HASH_OF_CLAIM": "held.claim",
    "HASH_OF_CLAIM_FORM": "held.claim.form",
    "HASH_OF_CLAIM_SHOWN": "held.claim.shown",
    "DERIVED_PREFIX": b"held.token",
    "DERIVED_NAMED_LINK": "named",
    "DERIVED_READING": "reading",
    "DERIVED_ENVELOPE": "envelope",
    "DERIVED_CONSENT_LINK": "asking",
    "DERIVED_OPENED_LINK": "opened",
    "DERIVED_ONE_TIME_LINK": "link",
    "DERIVED_FORM": "form",
    "DERIVED_ANSWER_SEEN": "answer seen",
    "SIGNED_DRAFT": "held.draft",
    "REFUSED_ANSWER": "part {} {}",
    "ENDED_LINK": "asking {}",
    "SCOPE_OF_OUTLET": "outlet:{}",
    "FORMER_SCOPE_OF_OUTLET": "press:{}",
    "RECORD_KIND": "record",
    "RECORD_REPLAYED": "replayed",
    "RECORD_ENDED": "ended",
}


def test_no_string_in_data_has_another_value():
    assert {name: value for name, value in vars(stored_strings).items() if name.isupper()} == PINNED


def test_no_two_sealed_things_are_bound_to_the_same():
    sealed = [value for name, value in PINNED.items() if name.startswith("SEALED_")]
    assert len(sealed) == len(set(sealed))


def test_no_two_hashes_or_tokens_are_for_the_same():
    for kind in ("HASH_OF_", "DERIVED_", "HKDF_"):
        values = [value for name, value in PINNED.items() if name.startswith(kind)]
        assert len(values) == len(set(values))
