"""The names in a record's stored lines: a downloaded record has the same names."""

from held.consent import answering, proving
from held.consent.replaying import replay_refusals
from held.consent.states import Event
from held.history.models import AuditEntry
from held.keyring.refusal_log import append_refusal, refusals
from tests.record import lines

KEYS = {"act", "part", "person", "scope", "standing", "turn", "by", "question", "language"}


def test_each_line_has_the_keys_and_words_of_before(cast, asked):
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    append_refusal(f"part {asked[1].pk.hex} public", 9)
    replay_refusals(refusals())
    told = [link.told for link in lines()]
    assert set().union(*told) == KEYS
    assert [one["act"] for one in told] == ["ask"] * 4 + ["agree", "replayed"]
    assert {one["by"] for one in told if "by" in one} == {"family", "person"}
    assert told[-1] == {"act": "replayed", "part": asked[1].pk.hex, "standing": "withdrawn", "turn": 9}
    proving.end_chain(cast.family, by="program")
    assert AuditEntry.objects.filter(action="proof.ended").exists()
