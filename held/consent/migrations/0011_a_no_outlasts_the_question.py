"""Keeps who said a no apart from the current answer, and closes each yes that a later link may have made of a no."""

from django.db import migrations, models

from held.consent.record_lines import opened_line, sealed_line
from held.consent.said_no import turn_of_no
from held.keyring.refusal_log import refusals as noes
from held.keyring.text import Damaged, KeyGone, NoWrappingKey
from held.lib import chain
from held.lib.clock import now

SAID = ["declined", "not_now", "withdrawn"]


def look_at_every_answer(apps, schema_editor):
    """Until now “ask once more” ended a “not now”, and a yes by a later link was possible after it.

    The refusal log beside the keys still has each of them. People who were asked once more and have not answered keep
    their no by it. For a yes after it, nobody knows which link an earlier yes came by. So a yes is closed, as if not
    answered, if the last answer came by anything except a first link that is still there or a page of their own.
    """
    answers = apps.get_model("consent", "Answer").objects
    answers.filter(standing__in=SAID).update(said_no=True)
    repeated = apps.get_model("consent", "Repeat").objects.values("part")
    unsure = answers.filter(standing__in=["asked", "agreed"], asked=2, part__in=repeated)
    unsure = list(unsure.select_related("part__person__family").order_by("pk"))
    said = noes() if unsure else {}
    for answer in unsure:
        if turn_of_no(said, answer, answer.part.person.family) is None:
            continue
        if answer.standing == "asked":
            answers.filter(pk=answer.pk).update(said_no=True)
        elif not is_of_a_first_link(apps, answer):
            close(apps, answer)


def is_of_a_first_link(apps, answer):
    """Whether the yes came by a first link that was not ended, or on a page of their own."""
    links = apps.get_model("consent", "Asking").objects
    return answer.link is None or links.filter(pk=answer.link, later=False, by_parent=True).exists()


def close(apps, answer):
    """As if nobody had answered; with their first link or on a page of their own they can say yes again."""
    answer.standing, answer.said_no, answer.turn, answer.at, answer.link = "asked", True, answer.turn + 1, now(), None
    answer.save(update_fields=["standing", "said_no", "turn", "at", "link"])
    part = answer.part
    told = {
        "act": "close",
        "part": part.pk.hex,
        "person": part.person_id.hex,
        "scope": answer.scope,
        "standing": answer.standing,
        "turn": answer.turn,
        "by": "program",
    }
    try:
        write_down(apps, part.person.family, told)
    except (KeyGone, Damaged, NoWrappingKey):
        return  # without the key of the family its record has no further lines; even so, the answer is closed


def write_down(apps, family, told):
    """Append one line to the record of this family."""
    lines = apps.get_model("consent", "ProofLine").objects
    record, _made = apps.get_model("consent", "Chain").objects.get_or_create(family_id=family.pk)
    last = lines.filter(chain=record).order_by("-number").first()
    before = opened_line(family.key, record.name.hex, last.number, last.at, last.sealed) if last else None
    line = chain.next_link(before, record.name.hex, now().isoformat(timespec="microseconds"), told)
    sealed = sealed_line(family.key, record.name.hex, line)
    lines.create(chain=record, number=line.number, at=line.at, sealed=sealed)


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0010_no_line_of_the_record_is_readable'),
        ('families', '0005_no_column_names_the_account_of_a_person'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='said_no',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(look_at_every_answer, migrations.RunPython.noop),
    ]
