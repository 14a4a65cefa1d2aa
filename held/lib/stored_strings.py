"""Strings that are part of stored data. If a value here changes, existing data cannot be opened or found.

They are not names of the code: when something in the code is renamed, its string stays as it is. They are in one file,
in the lowest layer, so that each layer can import it, and all of them are visible at once when renaming.
`tests/lib/test_stored_strings.py` pins each value. To change one, write a migration that reads the old value, and keep
reading the old value in backups, records and keyrings that were made before.

`{}` is replaced by what the comment on the line says. The ids are in their usual form with hyphens unless it says hex.
Strings that are part of a whole table or form are pinned where they are defined: the tables of the keyring, the keys of
a manifest, of an upgrade's mark and of a record's lines, form fields, cookies, and keys of browser storage.
"""

# What each sealed thing is bound to (the associated data of the encryption). Under another string it does not open.
SEALED_ACCOUNT_NAME = "account-name {}"  # the handle of the account
SEALED_PASSKEY_NAME = "passkey-name {}"  # id of the passkey
SEALED_FAMILY_LABEL = "family-label"
SEALED_PERSON_NAME = "person {} name"  # id
SEALED_PERSON_REACH = "person {} reach"  # id
SEALED_PERSON_ACCOUNT = "person {} account"  # id
SEALED_OUTLET = "answer {} {}"  # id of the involvement (hex), scope of the answer
SEALED_CLAIM = "claim {}"  # id
SEALED_VERSION = "version {}"  # id
SEALED_ADDRESS = "address {}"  # id
SEALED_NAMED_READER = "named {}"  # id
SEALED_ACCESS_REQUEST = "knock {}"  # id
SEALED_ENVELOPE = "envelope {}"  # id
SEALED_SENT = "sent {}"  # id
SEALED_PHOTOGRAPH_NAME = "photograph {} name"  # id
SEALED_ORIGINAL = "photograph {} original"  # id of the photograph
SEALED_RENDITION = "photograph {} {} {}"  # id of the photograph, format, longest side in pixels
SEALED_RECORD_LINE = "line {} of record {}"  # number of the line, name of the record (hex)
SEALED_RECORD = "record {}"  # name of the record (hex)

# How associated data, wrapped keys and derived keys are composed.
MESSAGE_MAGIC = b"HLD1"  # the first bytes of what is sealed in one message
STREAM_MAGIC = b"HLD2"  # the first bytes of what is sealed as a stream
ASSOCIATED_DATA = "{} {} {} {}"  # site id, id of the key, one of the strings above, magic
WRAPPED_KEY = "held key {} {}"  # id of the key, epoch
WRAPPED_BUCKET = "bucket {}"  # number; WRAPPED_KEY has it instead of the id
KEYS_IN_BUCKETS = b"buckets\n"  # the last bytes of the file `kek-…`
HKDF_HASH = b"held hash"
HKDF_STREAM = b"held stream "  # and the magic
HKDF_PAPER_CODES = b"held.paper-codes"

# The purpose of a keyed hash. For another purpose the hash differs, and finds nothing.
HASH_OF_ADDRESS = "held.address"
HASH_OF_SIGN_IN = "held.sign-in"  # of a session, and of what every sign-in of an account depends on
HASH_OF_PERSONS_FAMILY = "held.person-in-family"
HASH_OF_PERSONS_ACCOUNT = "account of a person"  # under the key of the family
HASH_OF_OUTLET = "outlet"  # under the key of the family
HASH_OF_CLAIM = "held.claim"
HASH_OF_CLAIM_FORM = "held.claim.form"
HASH_OF_CLAIM_SHOWN = "held.claim.shown"

# The purpose of a derived token.
DERIVED_PREFIX = b"held.token"  # begins each of them
DERIVED_NAMED_LINK = "named"
DERIVED_READING = "reading"
DERIVED_ENVELOPE = "envelope"
DERIVED_CONSENT_LINK = "asking"
DERIVED_OPENED_LINK = "opened"
DERIVED_ONE_TIME_LINK = "link"
DERIVED_FORM = "form"
DERIVED_ANSWER_SEEN = "answer seen"

# The salt that signs the form of somebody who is writing.
SIGNED_DRAFT = "held.draft"

# Things in the refusal log, which is next to the keys, and the scopes in it, which are also in the table of answers.
REFUSED_ANSWER = "part {} {}"  # id of the involvement (hex), scope of the answer
ENDED_LINK = "asking {}"  # id of the link (hex)
SCOPE_OF_OUTLET = "outlet:{}"  # the hash of its name
FORMER_SCOPE_OF_OUTLET = "press:{}"  # a hash without a key, from versions before 0.2.0

# The kind of a sealed record, in the first line of its file, and what a record's lines contain apart from events.
RECORD_KIND = "record"
RECORD_REPLAYED = "replayed"
RECORD_ENDED = "ended"
