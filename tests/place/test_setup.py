"""What the host sets up."""

from pathlib import Path

import pytest
from django.conf import settings

from held.history.models import AuditEntry
from held.place import setup
from held.place.first_host import this_place
from held.place.models import Place
from held.place.setup import CannotKeepThere, NotAnAddress, Trouble
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def hilde(db):
    return person("Hilde")


def test_a_name_is_kept_exactly_as_given(hilde):
    setup.set_name("the  Lantern", by=hilde)
    assert this_place().name == "the  Lantern"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://our-place.example", "https://our-place.example"),
        (" our-place.example ", "https://our-place.example"),
        ("https://Our-Place.example:8443/", "https://our-place.example:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://plats-för-oss.example", "https://xn--plats-fr-oss-bjb.example"),
    ],
)
def test_an_address_is_kept_as_browsers_send_it(hilde, given, kept):
    setup.set_address(given, by=hilde)
    assert this_place().address == kept


@pytest.mark.parametrize(
    "given",
    ["", "   ", "http://our-place.example", "https://our-place.example/stories", "https://a@b.example", "ftp://b.example",
     "https://two words.example", "https://x.example:port", "https://.example", "https://-"],
)  # fmt: skip
def test_what_is_no_address_changes_nothing(hilde, given):
    setup.set_address("https://former.example", by=hilde)
    with pytest.raises(NotAnAddress):
        setup.set_address(given, by=hilde)
    assert this_place().address == "https://former.example"


def test_what_is_left_for_later_was_asked_and_changes_nothing(hilde):
    setup.set_name("The Lantern", by=hilde)
    setup.leave_for_later(setup.NAME, by=hilde)
    setup.leave_for_later(setup.ADDRESS, by=hilde)
    assert (this_place().name, this_place().address, this_place().asked_up_to) == ("The Lantern", "", 2)


def test_changing_an_early_answer_asks_no_later_question_again(hilde):
    for question in range(1, setup.QUESTIONS + 1):
        setup.leave_for_later(question, by=hilde)
    setup.keep_it_for(Place.KeptFor.OTHERS, by=hilde)
    assert (this_place().kept_for, this_place().asked_up_to) == ("OTHERS", 6)


def test_each_answer_leaves_a_line_without_its_words(hilde):
    setup.set_name("The Lantern", by=hilde)
    line = AuditEntry.objects.get(action="place.named")
    assert (line.subject, line.by) == ("place 1", hilde.key)
    assert not AuditEntry.objects.filter(subject__contains="Lantern").exists()


def test_an_existing_folder_is_accepted_for_copies(hilde, tmp_path):
    setup.keep_second_copy_in(f" {tmp_path} ", by=hilde)
    assert this_place().second_copy == str(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_used_is_told_and_the_former_one_stays(hilde, tmp_path):
    setup.keep_second_copy_in(str(tmp_path), by=hilde)
    (tmp_path / "file").write_text("")
    inside = Path(settings.HELD_DATA) / "copies"
    inside.mkdir(exist_ok=True)
    for given, trouble in {
        "": Trouble.NOT_WHOLE,
        "copies": Trouble.NOT_WHOLE,
        str(tmp_path / "gone"): Trouble.NOT_THERE,
        str(tmp_path / "file"): Trouble.NOT_A_FOLDER,
        str(settings.HELD_DATA): Trouble.AMONG_THE_FIRST,
        str(inside): Trouble.AMONG_THE_FIRST,
        str(Path(setup.__file__).parent): Trouble.INSIDE_THE_PROGRAM,
    }.items():
        with pytest.raises(CannotKeepThere) as refused:
            setup.keep_second_copy_in(given, by=hilde)
        assert refused.value.trouble == trouble, given
    assert this_place().second_copy == str(tmp_path)


def test_a_way_round_into_the_first_copy_is_seen(hilde, tmp_path):
    (tmp_path / "round").symlink_to(settings.HELD_DATA)
    with pytest.raises(CannotKeepThere):
        setup.keep_second_copy_in(str(tmp_path / "round"), by=hilde)


def test_a_folder_that_refuses_writing_is_told(hilde, tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "no")

    monkeypatch.setattr(setup.tempfile, "TemporaryFile", refuse)
    with pytest.raises(CannotKeepThere) as refused:
        setup.keep_second_copy_in(str(tmp_path), by=hilde)
    assert refused.value.trouble == Trouble.NOT_WRITABLE


def test_a_folder_beside_the_first_copy_is_on_the_same_disk():
    assert not setup.is_on_another_disk(Path(settings.HELD_DATA).parent)


def test_a_folder_on_another_device_is_on_another_disk():
    assert setup.is_on_another_disk(Path("/proc"))
