"""Families, their members, people in their photographs, and requests for a new link after losing every key."""

import uuid

from django.db import models

from held.accounts.models import Account, Link
from held.families.account_of_person import AccountOfPerson
from held.keyring.sealed import SealedText
from held.keyring.text import new_key
from held.lib.clock import now
from held.lib.data_policy import data_policy
from held.lib.stored_strings import SEALED_FAMILY_LABEL, SEALED_PERSON_NAME, SEALED_PERSON_REACH
from held.uptime.current import uptime


class Family(models.Model):
    """The family that lost the baby; every row of content belongs to one.

    `made_uptime`: uptime of the installation in seconds at `made_at`; families from before uptime was counted have
    none. `label_by_family`: a member wrote or removed the label; until then it is the host's.
    """

    data_policy = data_policy(
        export="sealed_label",
        shred="sealed_label",
        keep="id key made_at made_uptime label_by_family",
        restore="keep",
    )

    key = models.CharField(max_length=32, unique=True, default=new_key)
    sealed_label = models.BinaryField(null=True)
    label = SealedText(SEALED_FAMILY_LABEL, column="sealed_label", optional=True)  # host and members know it by this
    label_by_family = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)
    made_uptime = models.BigIntegerField(null=True, default=uptime)


class Member(models.Model):
    """This account belongs to this family, in a role. Parents are equal, and decide; the others help."""

    class Role(models.TextChoices):
        """A member's role: a parent; a friend who helps to write; a friend who reads first."""

        PARENT = "PARENT"
        HELPER = "HELPER"
        GUARDIAN = "GUARDIAN"

    data_policy = data_policy(export="family account role", shred="account", keep="id since", restore="keep")

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.PARENT)
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "account"], name="one_membership_each")]


class Answering(models.Model):
    """This parent chose that requests to read come to them too. Delete the row and they don't."""

    data_policy = data_policy(export="member", keep="id member at", restore="keep")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)


class Recovery(models.Model):
    """A request for a new link for a member who lost every key.

    Every member of the family sees it and can stop it; deleting the row ends the link too.
    """

    data_policy = data_policy(shred="member asked_by link", keep="id asked_at", restore="keep")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=now)
    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="+")


class Person(models.Model):
    """A person shown in a photograph, or its photographer. They need no account and may not know of held.

    `account`: theirs, if they are a parent of the family; `account_hash` and `sealed_account` lead to it only with the
    family's key. `reach`: where the family finds them, for a new link.
    """

    data_policy = data_policy(
        export="sealed_name sealed_reach sealed_account made_at",
        shred="sealed_name sealed_reach account_hash sealed_account by",
        keep="id family made_at",
        restore="keep",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    account_hash = models.CharField(max_length=64, null=True)  # noqa: DJ001  # many have none, and it is unique
    sealed_account = models.BinaryField(null=True)
    sealed_name = models.BinaryField(null=True)
    given_name = SealedText(SEALED_PERSON_NAME, column="sealed_name", key="family.key", optional=True)
    sealed_reach = models.BinaryField(null=True)
    reach = SealedText(SEALED_PERSON_REACH, column="sealed_reach", key="family.key", optional=True)
    made_at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "account_hash"], name="a_parent_is_one_person")]

    account = AccountOfPerson()

    @property
    def has_account(self) -> bool:
        """Whether they answer on a page of their own. Needs no key."""
        return self.account_hash is not None

    @property
    def name(self) -> str:
        """The family's name for them; for a parent, their own. Raises KeyGone, Damaged."""
        if self.sealed_name is None:
            return self.account.name if self.account else ""
        return self.given_name

    @name.setter
    def name(self, given: str) -> None:
        self.given_name = given


class PersonsFamily(models.Model):
    """Somebody with an account is a person of this family. Only `hash_of_whose_family` finds whose account it is.

    The row stays when they leave the family: a person who answered about a photograph can change the answer for ever.
    """

    data_policy = data_policy(shred="account_hash", keep="id family", restore="keep")

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    account_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "account_hash"], name="one_row_for_each_family")]
