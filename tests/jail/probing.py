"""Things that nobody should be able to do in the jail, done by the same process that opens photographs there."""

# ruff: noqa: PTH101, PTH104, PTH108, PTH116, PTH208, S108, S606 - the system calls themselves are what is tried

import ctypes
import mmap
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable, Collection

from held.jail.answer import OPEN
from held.jail.wall_probes import probe_walls
from held.jail.worker import CHANNEL, WALLS
from held.jail.zygote import Zygote

_libc = ctypes.CDLL(None, use_errno=True)


def serve(control: int, supervisor: int, walls: Collection[str] = WALLS) -> None:
    """A zygote like the real one, whose workers do what they are told instead of opening a photograph."""
    Zygote(socket.socket(fileno=control), supervisor, {OPEN: probe}, walls).run(probe_walls())


def probe(channel: int) -> None:
    """Do the named thing; returns “done”, or why it was refused."""
    name, folder = os.read(channel, 500).decode().split(" in ")
    try:
        PROBES[name](folder)
    except (OSError, MemoryError, ValueError, RuntimeError) as refused:
        said = f"refused: {type(refused).__name__}"
    else:
        said = "done"
    os.write(channel, said.encode())


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _thread() -> None:
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def _run_memory() -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)


def _make_memory_runnable() -> None:
    memory = mmap.mmap(-1, 4096)
    where = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    _call("mprotect", ctypes.c_void_p(where), ctypes.c_size_t(4096), mmap.PROT_READ | mmap.PROT_EXEC)


def _write_a_file(folder: str) -> None:
    handle = os.open(f"{folder}/new", os.O_CREAT | os.O_WRONLY)
    os.write(handle, b"here")


def _say_who(_: str) -> None:
    os.write(CHANNEL, f"{os.getpid()} ".encode())
    time.sleep(100)


def _spin(_: str) -> None:
    while True:
        pass


def _say_much(_: str) -> None:
    while True:
        os.write(CHANNEL, bytes(1 << 20))


FORBIDDEN: dict[str, Callable[[str], object]] = {
    "open": lambda _: os.open("/etc/passwd", os.O_RDONLY),
    "openat": lambda _: _call("openat", -100, b"/etc/passwd", 0),
    "listdir": lambda _: os.listdir("/"),
    "stat": lambda _: os.stat("/"),
    "read /proc/self": lambda _: os.open("/proc/self/status", os.O_RDONLY),
    "write a file": _write_a_file,
    "unlink": lambda folder: os.unlink(f"{folder}/kept"),
    "chmod": lambda folder: os.chmod(f"{folder}/kept", 0o644),
    "rename": lambda folder: os.rename(f"{folder}/kept", f"{folder}/lost"),
    "socket": lambda _: socket.socket(),
    "socketpair": lambda _: socket.socketpair(),
    "send a message": lambda _: socket.socket(fileno=os.dup(CHANNEL)).sendmsg([b""]),
    "execve": lambda _: os.execv("/bin/true", ["true"]),
    "fork": lambda _: _fork(),
    "kill the parent": lambda _: os.kill(os.getppid(), 0),
    "kill oneself": lambda _: os.kill(os.getpid(), 0),
    "ptrace": lambda _: _call("ptrace", 0, 0, None, None),
    "memfd": lambda _: os.memfd_create("m"),
    "shm": lambda _: _call("shmget", 0, ctypes.c_size_t(4096), 0o1600),
    "map 2 GB": lambda _: mmap.mmap(-1, 2 << 30),
    "memory that runs": lambda _: _run_memory(),
    "memory made to run": lambda _: _make_memory_runnable(),
    "setrlimit": lambda _: resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)),
    "reset the alarm": lambda _: signal.setitimer(signal.ITIMER_REAL, 0),
    "ignore the alarm": lambda _: signal.signal(signal.SIGALRM, signal.SIG_IGN),
    "be looked into": lambda _: _call("prctl", 4, ctypes.c_ulong(1), 0, 0, 0),
    "leave the folder": lambda _: os.chdir("/tmp"),
    "another user": lambda _: os.setuid(os.getuid()),
    "uname": lambda _: os.uname(),
}
ALLOWED: dict[str, Callable[[str], object]] = {
    "thread": lambda _: _thread(),
    "memory": lambda _: bytearray(100 << 20),
    "time": lambda _: time.sleep(0.01),
    "chance": lambda _: os.getrandom(16),
}
LIVES: dict[str, Callable[[str], object]] = {
    "say who": _say_who,
    "spin": _spin,
    "say much": _say_much,
    "fell the zygote": lambda _: os.kill(os.getppid(), signal.SIGKILL),
}
PROBES = FORBIDDEN | ALLOWED | LIVES
