"""Keeps one of the rows that a claim had, one for each family, and seals it under a key of the place.

What a family has put away or answered becomes a row of its own. A row that does not open, because the key of its family
is missing, stays as it is and waits for that family alone: if the key is put back, it opens the row.
"""

import json
import uuid

from django.db import migrations

from held.consent.likeness import likeness_of
from held.keyring import text as words


def keep_each_once(apps, schema_editor):
    using = schema_editor.connection.alias
    claims = apps.get_model('consent', 'Claim').objects.using(using)
    closed = apps.get_model('consent', 'ClaimClosed').objects.using(using)
    families = list(apps.get_model('families', 'Family').objects.using(using).values_list('pk', flat=True))
    keys = {}
    for form in list(claims.order_by().values_list('form', flat=True).distinct()):
        rows = list(claims.filter(form=form).select_related('family').order_by('-at', 'pk'))
        opened = {}
        for row in rows:
            opened.setdefault(_read(row), []).append(row)
        unread = opened.pop(None, [])
        for said, alike in opened.items():
            alike += unread  # of one form, and so of the same words
            unread = []
            _merge(claims, closed, alike, said, _key_of(alike[0].at, keys))
        for row in unread:
            claims.filter(pk=row.pk).update(key=row.family.key, likeness=row.pk.hex * 2)
            others = [family for family in families if family != row.family_id]
            _close(closed, row.pk, dict.fromkeys(others, row.at) | _put_away([row]))
    for form in [form for form in claims.order_by().values_list('form', flat=True).distinct()]:
        for pk in list(claims.filter(form=form).order_by('-at', 'pk').values_list('pk', flat=True))[1:]:
            claims.filter(pk=pk).update(form=uuid.uuid4())


def _read(row):
    try:
        return words.unseal(row.family.key, f'claim {row.pk}', row.sealed)
    except (words.KeyGone, words.Damaged):
        return None


def _merge(claims, closed, alike, said, key):
    stays = alike[0]
    sealed = words.seal(key, f'claim {stays.pk}', said)
    claims.filter(pk=stays.pk).update(key=key, sealed=sealed, likeness=likeness_of(json.loads(said)))
    _close(closed, stays.pk, _put_away(alike))
    claims.filter(pk__in=[row.pk for row in alike[1:]]).delete()


def _put_away(rows):
    return {row.family_id: row.put_away_at for row in rows if row.put_away_at is not None}


def _close(closed, claim, at_of):
    closed.bulk_create([closed.model(claim_id=claim, family_id=family, at=at) for family, at in at_of.items()])


def _key_of(at, keys):
    """One key a month, as `held/consent/lost_links.py` has it."""
    month = (at.year, at.month)
    if month not in keys:
        keys[month] = words.new_key()
    return keys[month]


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0006_claims_of_the_place'),
    ]

    operations = [
        migrations.RunPython(keep_each_once, migrations.RunPython.noop),
    ]
