"""A wall counts only if something is refused behind it."""

from held.jail.wall_probes import _holds, probe_walls
from held.jail.walls import walls


def test_what_is_tried_here_is_what_is_told():
    assert probe_walls() == walls()


def test_a_wall_that_refuses_nothing_does_not_count():
    assert not _holds(lambda: None)


def test_a_wall_that_cannot_be_raised_does_not_count():
    def raise_wall() -> None:
        raise OSError

    assert not _holds(raise_wall)


def test_this_process_goes_on_without_walls(tmp_path):
    probe_walls()
    (tmp_path / "file").write_text("open")
    assert (tmp_path / "file").read_text() == "open"
