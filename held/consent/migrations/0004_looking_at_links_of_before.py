"""Records which links a parent made and who can look with them; closes each yes that came by somebody else's link."""

from datetime import timedelta
from hashlib import sha256

from django.db import migrations

from held.lib import chain
from held.lib.clock import now

LOOKS_FOR = timedelta(days=30)


class Then:
    """The tables as they are at this migration."""

    def __init__(self, apps, schema_editor):
        self.apps, self.alias = apps, schema_editor.connection.alias

    def rows(self, app, model):
        return self.apps.get_model(app, model).objects.using(self.alias)

    def is_parent(self, key, family):
        return self.rows("families", "Member").filter(family=family, account__key=key, role="PARENT").exists()

    def made_by_parent(self, link, part):
        """Whether a parent made this link, which may have been ended since.

        A friend made links in one way only: they answered a claim for this person. A parent who left the family made
        links by asking. So a maker who is not a member now, and answered no claim for this person, was a parent.
        """
        line = self.rows("history", "Line").filter(act="asking.made", thing=f"asking {link}").first()
        if line is None:
            return False
        family = part.picture.family_id
        if self.is_parent(line.by, family):
            return True
        is_friend = self.rows("families", "Member").filter(family=family, account__key=line.by).exists()
        return not is_friend and not self.claims_answered(part).filter(by=line.by).exists()

    def claims_answered(self, part):
        return self.rows("history", "Line").filter(act="claim.answered", thing__endswith=f"person {part.person_id.hex}")

    def claims_answered_by_friends(self, part):
        lines = self.claims_answered(part).order_by("pk")
        return [line for line in lines if not self.is_parent(line.by, part.picture.family_id)]


def look_at_every_link(apps, schema_editor):
    """Mark the links of parents, close each yes that came by another link, and begin looking where a parent asked
    lately.
    """
    then = Then(apps, schema_editor)
    for asking in then.rows("consent", "Asking").select_related("part__picture"):
        if then.made_by_parent(asking.pk, asking.part):
            then.rows("consent", "Asking").filter(pk=asking.pk).update(by_parent=True)
    agreed = then.rows("consent", "Answer").filter(standing__in=["agreed", "confirming"])
    for answer in agreed.select_related("part__picture", "part__person").order_by("pk"):
        if not is_of_a_parents_link(then, answer):
            close(then, answer)
    for part in then.rows("consent", "Part").select_related("picture", "person").order_by("pk"):
        if was_linked_by_a_friend(then, part):
            then.rows("consent", "ParentAwaited").get_or_create(part=part)
        begin_looking(then, part)


def is_of_a_parents_link(then, answer):
    """Whether this yes came by a page of their own, or by a link that a parent made.

    For a yes from before links were recorded, nobody knows. If a friend had made a link before that yes, it may have
    come by the friend's link, and is closed.
    """
    part = answer.part
    if answer.link is not None:
        return then.made_by_parent(answer.link, part)
    if part.person.account_id is not None:
        return True
    return not any(line.at <= answer.at for line in then.claims_answered_by_friends(part))


def close(then, answer):
    """As if nobody had answered: nobody who is known to be asked did. The step is a line of the family's record."""
    part = answer.part
    answer.standing, answer.turn, answer.at, answer.link = "asked", answer.turn + 1, now(), None
    answer.save(update_fields=["standing", "turn", "at", "link"])
    record, _made = then.rows("consent", "Chain").get_or_create(family_id=part.person.family_id)
    last = then.rows("consent", "ProofLine").filter(chain=record).order_by("-number").first()
    before = chain.Link(last.number, last.at, last.told, last.before, last.hash) if last else None
    told = {
        "act": "close",
        "part": part.pk.hex,
        "person": part.person_id.hex,
        "scope": scope_in_proof(answer.scope),
        "standing": answer.standing,
        "turn": answer.turn,
        "by": "program",
    }
    line = chain.next_link(before, record.name.hex, now().isoformat(timespec="microseconds"), told)
    then.rows("consent", "ProofLine").create(
        chain=record, number=line.number, at=line.at, told=line.told, before=line.before, hash=line.hash
    )


def scope_in_proof(scope):
    """As held.consent.proving writes it at this migration."""
    kind, colon, name = scope.partition(":")
    return f"{kind}:{sha256(name.encode()).hexdigest()[:32]}" if colon else kind


def was_linked_by_a_friend(then, part):
    """Whether a friend made a link for this part, which may have been ended since. It does not depend on any answer."""
    if then.rows("consent", "Asking").filter(part=part, by_parent=False).exists():
        return True
    asked = then.rows("consent", "Answer").filter(part=part).exists()
    return asked and any(line.at >= part.at for line in then.claims_answered_by_friends(part))


def begin_looking(then, part):
    """Looking begins when a parent last asked, unless that is too long ago or the photograph was closed since."""
    asked = then.rows("consent", "Asking").filter(part=part, by_parent=True).order_by("-made_at").first()
    if asked is None or asked.made_at + LOOKS_FOR <= now() or was_closed(then, part.picture, asked.made_at):
        return
    then.rows("consent", "Looking").get_or_create(part=part, defaults={"asked_at": asked.made_at, "by": asked.by})


def was_closed(then, picture, since):
    """Whether it was removed, taken out or hidden, or its story was taken back, since a parent asked."""
    if then.rows("pictures", "Removal").filter(picture=picture).exists():
        return True
    lines = then.rows("history", "Line").filter(at__gte=since)
    for leaf in then.rows("stories", "Leaf").filter(picture=picture):
        of_leaf = lines.filter(act__in=["photograph.taken-out", "leaf.hidden"], thing=f"leaf {leaf.pk}")
        if of_leaf.exists() or lines.filter(act="story.taken-back", thing=f"story {leaf.story_id}").exists():
            return True
    return lines.filter(act="picture.removed", thing=f"picture {picture.pk}").exists()


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0003_looking_and_links_by_parents'),
        ('accounts', '0002_link_remembers_which_browser_used_it'),
        ('families', '0003_people_in_photographs'),
        ('history', '0001_lines'),
        ('pictures', '0001_pictures_renditions_removals'),
        ('stories', '0004_envelopes'),
    ]

    operations = [
        migrations.RunPython(look_at_every_link, migrations.RunPython.noop),
    ]
