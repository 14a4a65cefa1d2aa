"""The zygote: one thread, none of our code or data, gone when nobody can ask, and not brought down by a worker."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from held.jail.supervisor import Keeper
from tests.jail.drawing import jpeg, quarters
from tests.running import ROOT

PROBING = "from tests.jail.probing import serve; serve(int(sys.argv[2]), int(sys.argv[3]))"
ASKING = f"""
import os, sys, time
from io import BytesIO
from held.jail.supervisor import Keeper
keeper = Keeper({PROBING!r})
keeper.ready()
with keeper.room() as room:
    room.hand_in(BytesIO(b"say who in /"))
    print(keeper.zygote, int(room._channel.recv(20)), flush=True)
    sys.stdin.read()
"""
TELL = """
import json, os, sys
from held.jail import work, zygote
from held.jail import to_pixels
to_pixels.prepare_libraries()
print(json.dumps([sorted(sys.modules), len(os.listdir("/proc/self/task"))]))
"""


def alive(process: int) -> bool:
    try:
        return "(zombie)" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def soon(asked: Callable[[], bool]) -> bool:
    for _ in range(200):
        if asked():
            return True
        time.sleep(0.02)
    return False


def gone(*processes: int) -> bool:
    return soon(lambda: not any(map(alive, processes)))


def handles(process: int) -> list[Path]:
    return sorted(Path(f"/proc/{process}/fd").iterdir())


@pytest.fixture
def keeper():
    keeper = Keeper()
    keeper.ready()
    return keeper


def test_the_zygote_has_one_thread_and_none_of_our_code():
    ran = subprocess.run([sys.executable, "-c", TELL], cwd=ROOT, capture_output=True, text=True, check=True)
    modules, threads = json.loads(ran.stdout)
    ours = {name for name in modules if name.startswith("held.") and not name.startswith("held.jail")}
    assert threads == 1
    assert not ours
    assert not {"django", "cryptography", "sqlite3", "tink"} & set(modules)


def test_the_warm_one_has_one_thread_and_holds_nothing_open_but_its_own(keeper):
    assert len(list(Path(f"/proc/{keeper.zygote}/task").iterdir())) == 1
    held = [str(handle.readlink()) for handle in handles(keeper.zygote)]
    assert not [name for name in held if not name.startswith(("socket:", "anon_inode:[eventpoll]", "/dev/null"))]
    assert len([name for name in held if name.startswith("socket:")]) == 3  # one to us, two ends of its own bell


def test_the_zygote_gets_no_environment_and_no_folder(keeper):
    told = Path(f"/proc/{keeper.zygote}/environ").read_text()
    assert "HELD_DATA" in os.environ
    assert "HELD_" not in told
    assert "PATH=" not in told
    assert str(Path(f"/proc/{keeper.zygote}/cwd").readlink()) == "/"


def test_a_finished_worker_leaves_no_file_open(keeper):
    before = handles(keeper.zygote)
    for _ in range(20):
        with keeper.room() as room:
            room.hand_in(BytesIO(jpeg(quarters(20, 20))))
            assert room.answer()
            assert room.ending().status == 0
    assert soon(lambda: handles(keeper.zygote) == before)
    assert not Path(f"/proc/{keeper.zygote}/task/{keeper.zygote}/children").read_text()


def test_the_zygote_ends_when_its_channel_closes(keeper):
    keeper._control.close()
    assert gone(keeper.zygote)


def test_when_the_keeper_is_killed_the_zygote_and_its_rooms_are_gone():
    with subprocess.Popen(
        [sys.executable, "-c", ASKING], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asking:
        zygote, room = map(int, asking.stdout.readline().split())
        assert alive(zygote)
        assert alive(room)
        asking.kill()
        assert gone(zygote, room)


def test_a_room_that_is_killed_takes_nobody_with_it(keeper):
    with keeper.room() as room:
        (child,) = map(int, children_of(keeper.zygote))
        os.kill(child, signal.SIGKILL)
        assert room.ending().status == signal.SIGKILL
    with keeper.room() as room:
        room.hand_in(BytesIO(jpeg(quarters(20, 20))))
        assert room.answer()


def children_of(process: int) -> list[str]:
    for _ in range(200):
        if children := Path(f"/proc/{process}/task/{process}/children").read_text().split():
            return children
        time.sleep(0.01)
    return []
