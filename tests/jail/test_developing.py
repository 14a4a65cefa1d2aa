"""Develop: renditions, or one of three sentences about the world."""

import os
import signal
import threading
from io import BytesIO

import pytest

from held.jail import developing
from held.jail.developing import CannotBeShown, Closed, TooLarge, develop, develop_with
from held.jail.supervisor import Keeper
from tests.jail.drawing import busy, jpeg, quarters, upright
from tests.jail.test_zygote import PROBING

WALLS = (
    "from held.jail.to_pixels import prepare_libraries; from held.jail.work import open_here, print_here; "
    "import socket; from held.jail.answer import OPEN, PRINT; "
    "from held.jail.zygote import Zygote; from held.jail.walls import Walls; prepare_libraries(); "
    "work = {{OPEN: open_here, PRINT: print_here}}; "
    "Zygote(socket.socket(fileno=int(sys.argv[2])), int(sys.argv[3]), work, {standing})"
    ".run(Walls(seccomp={seccomp}, landlock=0, no_new_privs=True))"
)


def test_the_smallest_comes_first_and_avif_before_jpeg():
    found = [(one.size, one.format) for one in develop(BytesIO(jpeg(busy(1200, 800))))]
    assert found == [(480, "avif"), (480, "jpeg"), (1080, "avif"), (1080, "jpeg"), (1600, "avif"), (1600, "jpeg")]


def test_without_seccomp_it_is_closed_and_the_remedy_is_told():
    keeper = Keeper(WALLS.format(seccomp=False, standing=("landlock", "limits")))
    with pytest.raises(Closed, match="libseccomp2"):
        develop_with(keeper, BytesIO(jpeg(quarters(40, 40))))


def test_without_seccomp_nothing_is_read():
    original = BytesIO(jpeg(quarters(40, 40)))
    with pytest.raises(Closed):
        develop_with(Keeper(WALLS.format(seccomp=False, standing=())), original)
    assert original.tell() == 0


def test_photos_are_developed_without_landlock_too():
    keeper = Keeper(WALLS.format(seccomp=True, standing=("limits", "seccomp")))
    assert upright(develop_with(keeper, BytesIO(jpeg(quarters(200, 100))))[0])
    assert keeper.ready().landlock == 0


def test_where_nothing_starts_it_is_closed():
    with pytest.raises(Closed, match="make run"):
        develop_with(Keeper("raise SystemExit"), BytesIO(jpeg(quarters(40, 40))))


def test_without_a_promised_wall_no_photo_is_opened():
    keeper = Keeper(
        "import held.jail.calls as c; c.pyseccomp = None; " + WALLS.format(seccomp=True, standing=["seccomp"])
    )
    with pytest.raises(CannotBeShown):
        develop_with(keeper, BytesIO(jpeg(quarters(40, 40))))


def test_a_killed_zygote_is_no_verdict_on_the_photo():
    keeper = Keeper(PROBING)
    keeper.ready()

    class Killing(BytesIO):
        def read(self, *most):
            os.kill(keeper.zygote, signal.SIGKILL)
            return super().read(*most)

    with pytest.raises(Closed, match="again"):
        develop_with(keeper, Killing(b"say who in /"))


def test_an_invalid_answer_from_the_jail_cannot_be_shown():
    with pytest.raises(CannotBeShown):
        develop_with(Keeper(PROBING), BytesIO(b"time in /"))


def test_what_breaks_while_the_original_is_read_is_not_hidden():
    gone = BytesIO()
    gone.close()
    with pytest.raises(ValueError):
        develop(gone)


@pytest.mark.parametrize("broken", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"no photograph"])
def test_what_cannot_be_opened_is_said_without_a_word_of_it(broken):
    with pytest.raises(CannotBeShown) as said:
        develop(BytesIO(broken))
    assert not isinstance(said.value, TooLarge)
    assert str(said.value) == ""


def test_no_more_at_once_than_there_are_cores(monkeypatch):
    now, most, lock = [0], [0], threading.Lock()
    through = developing._through

    def counted(room, given):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        try:
            return through(room, given)
        finally:
            with lock:
                now[0] -= 1

    monkeypatch.setattr(developing, "_through", counted)
    photograph, made = jpeg(busy(300, 200)), []
    threads = [threading.Thread(target=lambda: made.append(develop(BytesIO(photograph)))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 16
    assert most[0] == len(os.sched_getaffinity(0))
