"""Promise 7: no likes, views, trends, "memories", no order by popularity; no message to a parent that nobody set up."""

import re
from datetime import timedelta

from django.apps import apps
from django.core import mail
from django.db import connection, models

from held.chores import loop, table
from held.stories.models import Publication
from tests import cast as people
from tests.clock import Clocks
from tests.photographs import photograph
from tests.promises.walking import ask_every_door

NUMBERS_WE_KEEP = {  # every whole number in a table, and its meaning
    "Leaf.position": "the place of a leaf in its story",
    "Leaf.number": "which of the photographs of its story it was when they arrived",
    "Story.photographs": "how many photographs ever arrived in it, so that no number is given twice",
    "Placement.position": "the place of a photograph in its entry",
    "Placement.after_paragraph": "after which paragraph of an entry a photograph is",
    "Placement.gone_number": "which paragraph that was, if it is gone",
    "PublishedVersion.after_paragraph": "the same in the version that readers see",
    "PublishedVersion.position": "the order of photographs there",
    "Picture.size": "how long the file is that was sent",
    "Family.made_uptime": "for how long the place had been open when the family came",
    "Link.starts_uptime": "for how long the place has to be open before a link opens",
    "Link.ends_uptime": "for how long it has been open when the link ends",
    "Link.used_uptime": "for how long the place had been open when the link was used",
    "Envelope.ends_uptime": "for how long it has been open when the link of an envelope ends",
    "LostLinkRequest.newest_family": "the id of the newest family that was here when a message came",
    "Chore.due_uptime": "for how long it has been open when a chore is due",
    "Place.backed_up_uptime": "for how long the place had been open at the last backup",
    "HelpContact.checked_uptime": "for how long the place had been open when a host checked a number",
    "LastCheck.used_bytes": "how much of the disk the place uses",
    "Removal.asked_uptime": "for how long the place had been open when somebody asked to remove a photograph",
    "LeftOver.size": "how long a file is that no row names",
    "LeftOver.seen_uptime": "for how long the place had been open when that file was found",
    "Looking.asked_uptime": "for how long the place had been open when a parent let somebody look",
    "Answer.at_uptime": "for how long the place had been open at this step",
    "Uptime.seconds": "for how long the place has been open in all",
    "Uptime.agreed_uptime": "for how long it had been open when a host said that the date is right",
    "Rendition.box": "for which longest side a rendition was made",
    "Rendition.width": "how wide it is",
    "Rendition.height": "how high it is",
    "Version.save_number": "which save of one opened form it was",
    "Answer.asked": "how often somebody was asked for it, so that nobody is asked a third time",
    "Answer.sequence": "which step of this answer it was",
    "Reconfirmation.months": "after how many months early answers are asked for once more",
    "ProofLine.number": "which line of the family's record it is",
    "Chore.tries": "how often a chore failed since it was done",
    "Envelope.most_pictures": "how many photographs somebody was asked for at most",
    "Envelope.most_bytes": "how long all of them together may be",
    "Envelope.arrived": "how many ever came by that link, so that no more come in than were asked for",
    "Envelope.arrived_bytes": "how long they were together",
    "Sent.number": "which of those it was when they came",
    "Story.decisions": "how often the family decided who reads what of a story, so that an older page decides nothing",
    "Picture.part_decisions": "how often a parent decided whether readers see the part that opens",
    "Place.asked_up_to": "how many of six questions were put to the host",
}


def test_no_table_has_a_number_that_could_count_readers():
    keys = (models.AutoField, models.BigAutoField)
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("held.")
        for field in model._meta.local_fields
        if isinstance(field, models.IntegerField) and not isinstance(field, keys)
    }
    assert found == set(NUMBERS_WE_KEEP)


def test_reading_and_asking_write_nothing(cast, anyone):
    story = people.write_story(cast)
    own_page = f"/stories/noor/photographs/{photograph(cast, story).name}"
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    list(ask_every_door(anyone, cast, story, "GET"))
    written, seen = [], []

    def watch(execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "BEGIN")):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for _ in range(5):
            for path in ("/", "/stories/noor/", "/stories.atom", "/quiet/", "/help/", "/stories/never-was/"):
                anyone.get(path)
            anyone.post(own_page, headers={"Sec-Fetch-Site": "same-origin"})
            picture = re.search(r"/p/[\w-]+", anyone.get(own_page).content.decode())[0]
            seen.append(anyone.get(picture).status_code)
    assert seen == [200] * 5
    assert not written


def test_the_order_does_not_move_with_reading(cast, anyone):
    for number in range(3):
        story = people.write_story(cast, title=f"Story {number}")
        people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished=f"story-{number}")
    before = anyone.get("/").content
    for _ in range(30):
        anyone.get("/stories/story-0/")
    assert anyone.get("/").content == before


def test_showing_newer_words_does_not_bring_a_story_up_again(cast, anyone):
    first, second = people.write_story(cast, title="First"), people.write_story(cast, title="Second")
    for story in (first, second):
        people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    people.open_to(first, Publication.Circle.EVERYONE, by=cast.ana)
    page = anyone.get("/").content.decode()
    assert page.index("Second") < page.index("First")


def test_five_years_pass_and_nobody_is_written_to(cast, monkeypatch):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    clocks = Clocks(monkeypatch)
    for _month in range(60):
        clocks.pass_by(timedelta(days=31))
        assert len(loop.do_what_is_due()) == len(table.TASKS)
    assert mail.outbox == []
