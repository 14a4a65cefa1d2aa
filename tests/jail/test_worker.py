"""What can be done behind the walls: next to nothing; and the same things can be done without them."""

import os
import signal
from io import BytesIO

import pytest

from held.jail.limits import CPU_SECONDS, WALL_SECONDS
from held.jail.supervisor import Ending, Keeper
from held.jail.walls import walls
from held.jail.worker import WALLS
from tests.jail.probing import ALLOWED, FORBIDDEN

FILES = {"open", "openat", "listdir", "read /proc/self", "write a file", "unlink", "rename", "execve"}
NEEDS_LANDLOCK = pytest.mark.skipif(not walls().landlock, reason="this kernel has no Landlock")


FEW = 2  # seconds of CPU, instead of CPU_SECONDS


def probing(standing: tuple[str, ...], first: str = "pass") -> Keeper:
    serve = f"from tests.jail.probing import serve; serve(int(sys.argv[2]), int(sys.argv[3]), {standing!r})"
    keeper = Keeper(f"{first}; {serve}")
    keeper.ready()
    return keeper


@pytest.fixture(scope="module")
def jailed() -> Keeper:
    return probing(WALLS)


@pytest.fixture(scope="module")
def free() -> Keeper:
    return probing(())


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "kept").write_text("kept")
    return tmp_path


def attempt(keeper: Keeper, name: str, folder: object = "/", seconds: float = 20) -> tuple[str, Ending]:
    with keeper.room(seconds) as room:
        room.hand_in(BytesIO(f"{name} in {folder}".encode()))
        said = room.answer().decode()
        return said, room.ending()


@pytest.mark.parametrize("name", FORBIDDEN)
def test_forbidden_actions_fail_in_the_jail(jailed, folder, name):
    said, ending = attempt(jailed, name, folder)
    assert said.startswith("refused")
    assert ending.status == 0
    assert (folder / "kept").exists()
    assert not (folder / "new").exists()


@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_same_can_be_done_without_the_walls(free, folder, name):
    said, ending = attempt(free, name, folder)
    assert said == ("" if name == "execve" else "done")  # the executed program says nothing
    assert ending.status == 0


@pytest.mark.parametrize("name", ALLOWED)
def test_what_the_libraries_need_can_be_done(jailed, name):
    assert attempt(jailed, name)[0] == "done"


def test_system_calls_alone_refuse_all_but_memory(folder):
    alone = probing(("seccomp",))
    assert {name for name in FORBIDDEN if attempt(alone, name, folder)[0] == "done"} == {"map 2 GB"}


@NEEDS_LANDLOCK
def test_landlock_alone_refuses_files(folder):
    alone = probing(("landlock",))
    assert {name for name in FILES if not attempt(alone, name, folder)[0].startswith("refused")} == set()


def test_limits_alone_refuse_memory_and_new_files(folder):
    alone = probing(("limits",))
    wanted = {"map 2 GB", "open", "socket", "memfd", "write a file"}
    assert {name for name in wanted if not attempt(alone, name, folder)[0].startswith("refused")} == set()


def test_a_worker_is_stopped_at_its_deadline(jailed):
    with jailed.room(0.3) as room:
        room.hand_in(BytesIO(b"say who in /"))
        with pytest.raises(TimeoutError):
            room.answer()


def test_a_room_that_nobody_waits_for_is_ended(jailed):
    with jailed.room(1) as room:
        room.hand_in(BytesIO(b"say who in /"))
        who = int(room._channel.recv(20))
        os.kill(who, 0)
    assert attempt(jailed, "time")[0] == "done"  # the zygote has noticed it by now
    for _ in range(100):
        try:
            os.kill(who, 0)
        except ProcessLookupError:
            return
        attempt(jailed, "time")
    pytest.fail("it lives on")


def test_a_worker_that_computes_without_end_is_killed():
    assert CPU_SECONDS <= WALL_SECONDS
    jailed = probing(WALLS, f"from held.jail import limits; limits.CPU_SECONDS = {FEW}")
    said, ending = attempt(jailed, "spin", seconds=60)
    assert (said, ending.status) == ("", signal.SIGKILL)
    assert FEW - 1 < ending.seconds < FEW + 1
