"""The rows of a subquery as one JSON value."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from held.families.models import Family, Member
from held.lib.rows_as_json import RowsAsJson


def test_rows_of_a_subquery_come_with_the_outer_row(cast, django_assert_num_queries):
    members = Member.objects.filter(family=OuterRef("pk")).values("family")
    rows = Subquery(members.annotate(all=RowsAsJson(JSONObject(role="role", account="account"))).values("all"))
    nobody = Family.objects.create()
    with django_assert_num_queries(1):
        found = dict(Family.objects.annotate(rows=rows).values_list("pk", "rows"))
    assert found[nobody.pk] is None
    for family in (cast.family, cast.other_family):
        there = Member.objects.filter(family=family).values("role", "account")
        assert sorted(found[family.pk], key=str) == sorted(there, key=str)
