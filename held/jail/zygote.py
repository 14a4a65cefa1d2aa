"""The zygote: a small warm process with one thread and none of our data, which forks the workers of photographs.

Two sockets arrive for each worker: the channel, which the worker gets, and the string, which reports how the worker
ended; closing the string says that nobody waits any more.
"""

import gc
import json
import os
import resource
import selectors
import signal
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict

from held.jail.answer import ENDING, OPEN, OPEN_LARGE, PRINT, PRINT_LARGE
from held.jail.wall_probes import probe_walls
from held.jail.walls import Walls
from held.jail.worker import WALLS, end_with, run_sandboxed


def serve(control: int, supervisor: int) -> None:
    """What `held.jail.supervisor` starts: loads the libraries once, then opens workers until the other end is gone."""
    from held.jail import work  # noqa: PLC0415
    from held.jail.to_pixels import prepare_libraries  # noqa: PLC0415 - tests start zygotes with other work

    prepare_libraries()
    tasks = {
        OPEN: work.open_here,
        PRINT: work.print_here,
        OPEN_LARGE: work.open_large_here,
        PRINT_LARGE: work.print_large_here,
    }
    Zygote(socket.socket(fileno=control), supervisor, tasks).run(probe_walls())


class Zygote:
    """The workers that are open now, and the work for each task. Only tests pass other work or leave out walls."""

    def __init__(
        self,
        control: socket.socket,
        supervisor: int,
        work: Mapping[bytes, Callable[[int], None]],
        walls: Collection[str] = WALLS,
    ) -> None:
        self.control, self.supervisor, self.work, self.walls = control, supervisor, work, walls
        self.strings: dict[int, socket.socket] = {}
        self.selector = selectors.DefaultSelector()

    def run(self, found: Walls) -> None:
        """Report the walls that were found, then open workers. Returns when the other end is gone."""
        end_with(self.supervisor)
        if not found.landlock:  # trying it again would be fatal if a service manager's own filter kills
            self.walls = [wall for wall in self.walls if wall != "landlock"]
        self._hear_of_endings()
        gc.freeze()  # pages shared by every worker stay shared
        self.control.send(json.dumps(asdict(found)).encode())
        self.selector.register(self.control, selectors.EVENT_READ, self._open_room)
        while self.control.fileno() >= 0:
            for key, _ in self.selector.select():
                key.data()

    def _hear_of_endings(self) -> None:
        self.bell, ringing = socket.socketpair()
        for end in (self.bell, ringing):
            end.setblocking(False)
        self.ringing = ringing
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(ringing.fileno(), warn_on_full_buffer=False)
        self.selector.register(self.bell, selectors.EVENT_READ, self._sweep)

    def _open_room(self) -> None:
        message, ends, _, _ = socket.recv_fds(self.control, 1, 2)
        if not message:
            self.control.close()
            return
        channel, string = ends
        zygote = os.getpid()  # called here: in the worker, if the zygote was just killed, getppid would differ
        try:
            worker = os.fork()
        except OSError:  # no more processes, or no memory: closing both ends reports it
            os.close(string)
        else:
            if worker == 0:
                run_sandboxed(channel, self.work[message], zygote, self.walls)
            self.strings[worker] = socket.socket(fileno=string)
            self.selector.register(self.strings[worker], selectors.EVENT_READ, lambda: self._abandon(worker))
        os.close(channel)

    def _abandon(self, worker: int) -> None:
        string = self.strings.get(worker)
        if string is not None:  # otherwise it ended by itself a moment ago
            self.selector.unregister(string)
            os.kill(worker, signal.SIGKILL)  # not waited for yet, so the process id is still the worker's

    def _sweep(self) -> None:
        self.bell.recv(512)
        while self.strings:
            worker, status, used = os.wait4(-1, os.WNOHANG)
            if not worker:
                return
            string = self.strings.pop(worker)
            if string in self.selector.get_map():
                self.selector.unregister(string)
            with string:
                _tell(string, status, used)


def _tell(string: socket.socket, status: int, used: resource.struct_rusage) -> None:
    try:
        string.send(ENDING.pack(status, used.ru_maxrss * 1024, used.ru_utime + used.ru_stime), socket.MSG_DONTWAIT)
    except OSError:
        return  # nobody waits any more
