"""The name of an account."""

from held.accounts.account_name import call_account
from held.accounts.models import Account
from held.history.models import AuditEntry


def test_they_are_called_exactly_as_they_wrote_it(cast):
    call_account(cast.ana, "ana o’Q")
    kept = Account.objects.get(pk=cast.ana.pk)
    assert kept.name == "ana o’Q"
    assert b"ana" not in bytes(kept.sealed_name)


def test_the_history_says_that_it_was_done_and_not_what(cast):
    call_account(cast.ana, "somebody else")
    call_account(cast.ana, "somebody else")
    line = AuditEntry.objects.get(action="account.named")
    assert "else" not in f"{line.subject}{line.by}"
