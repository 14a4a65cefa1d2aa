"""`held serve`, started as a host starts it."""

import signal
import stat
import subprocess

import httpx
import pytest

from tests.running import ROOT, DidNotStart, Running, free_port, held

pytestmark = pytest.mark.harness


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A new place without a host."""
    with Running(tmp_path_factory.mktemp("host") / "place", first=True) as running:
        running.said_at_start = running.output  # before a test asks it for anything
        yield running


def test_one_link_is_printed_and_where_everything_is(place):
    assert len(place.links) == 1
    assert place.first_link.startswith(f"{place.url}/entrance/link/")
    said = "\n".join(place.said)
    assert place.url in said
    assert str(place.data) in said
    assert "Ctrl-C" in said


def test_no_line_of_the_log_comes_before_the_one_link(place):
    """Without a terminal, log lines and the link go to the same place; the start asks itself whether it answers."""
    assert not [line for line in place.said_at_start.splitlines() if " INFO " in line]


def test_it_answers_at_once_when_it_says_so(place):
    assert httpx.get(place.url + "/readyz").json()["ready"]


def test_healthz_answers_for_any_name_and_nothing_else_does(place):
    assert httpx.get(place.url + "/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert httpx.get(place.url + "/robots.txt", headers={"Host": "elsewhere.example"}).status_code == 400


def test_the_folder_is_for_its_owner_alone(place):
    assert stat.S_IMODE(place.data.stat().st_mode) == 0o700
    for path in (place.data / "held.db", place.data / "keys" / "secret", place.data / "keys" / "kek-1"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_serve_on_the_same_folder_says_so_and_stops(place):
    second = held("serve", data=place.data, HELD_PORT=str(free_port()))
    assert second.returncode == 1
    assert "already running on" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_port_is_told_before_anything_is_printed(place, tmp_path):
    second = held("serve", data=tmp_path / "other", HELD_PORT=str(place.port))
    assert second.returncode == 1
    assert f"Port {place.port} is in use" in second.stderr
    assert second.stdout == f"Place: {tmp_path / 'other'}\n"  # and no link


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_prints_no_trace(tmp_path, how):
    with Running(tmp_path / "place") as running:
        assert running.stop(how) == 0
        assert "Traceback" not in "\n".join(running.logged)
        assert not [line for line in running.logged if "Interrupt" in line]


def test_sigterm_to_the_first_process_alone_ends_all_of_it(tmp_path):
    with Running(tmp_path / "place") as running:
        running.process.send_signal(signal.SIGTERM)
        assert running._ended() == 0
        assert nobody_is_left(running)


def test_nothing_stays_behind_when_the_first_process_is_killed(tmp_path):
    with Running(tmp_path / "place") as running:
        running.process.kill()
        running._ended()
        with Running(running.data, port=running.port) as again:
            assert httpx.get(again.url + "/healthz").status_code == 200


def test_the_link_is_a_new_one_at_each_start_until_the_place_is_taken(tmp_path):
    running = Running(tmp_path / "place")
    with running:
        first = running.first_link
    with running:
        assert running.first_link not in {None, first}


def test_killed_in_the_middle_it_starts_again(tmp_path):
    running = Running(tmp_path / "place")
    with running:
        running.kill()
        running.start()
        assert httpx.get(running.url + "/healthz").status_code == 200


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"HELD_PORT": "eighty"}, "HELD_PORT is “eighty”. It needs a whole number from 1 to 65535."),
        ({"HELD_PROT": "8000"}, "HELD_PROT is not a setting of held. Did you mean HELD_PORT?"),
        ({"HELD_ADDRESS": "http://our-place.example"}, "please use an address with https://"),
        ({"HELD_DATABASE_URL": "mysql://x"}, "HELD_DATABASE_URL needs the form"),
        ({"HELD_MAIL": "mail.example"}, "HELD_MAIL needs the form"),
        ({"HELD_MAIL_FILE": "/nowhere/at/all"}, "cannot be read"),
    ],
)
def test_a_wrong_setting_stops_with_a_sentence(tmp_path, chosen, sentence):
    ended = held("serve", data=tmp_path, **chosen)
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_data_inside_the_checkout_is_refused():
    ended = held("serve", data=ROOT / "our-data")
    assert ended.returncode == 2
    assert "inside the program’s own folder" in ended.stderr
    assert not (ROOT / "our-data").exists()


def test_a_place_that_waits_for_the_end_of_a_restore_is_not_opened(tmp_path):
    (tmp_path / "restore-unfinished").touch()
    with pytest.raises(DidNotStart, match="restore"):
        Running(tmp_path).start()


def test_keys_that_are_not_whole_stop_it_with_the_remedy(tmp_path):
    with Running(tmp_path / "place"):
        pass
    (tmp_path / "place" / "keys" / "kek-1").unlink()
    with pytest.raises(DidNotStart, match="“keys” of the backup"):
        Running(tmp_path / "place").start()


def nobody_is_left(running):
    listed = subprocess.run(["ps", "-e", "-o", "pgid=,stat="], capture_output=True, text=True, check=True)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return not [row for row in rows if row[0] == str(running.process.pid) and not row[1].startswith("Z")]
