"""Seccomp: allows the few system calls needed to open a photograph; every other one fails with “not permitted”."""

import errno
import mmap

try:
    import pyseccomp
except (ImportError, RuntimeError):  # pyseccomp raises RuntimeError when the machine has no libseccomp
    pyseccomp = None

_NEEDED = (
    # the channel, and exiting
    *("read", "write", "exit", "exit_group", "rt_sigreturn", "restart_syscall"),
    # memory
    *("brk", "munmap", "mremap", "madvise"),
    # threads: libvips and libde265 use some, whatever their settings
    *("futex", "set_robust_list", "rseq", "sched_yield", "sched_getaffinity", "rt_sigprocmask", "gettid", "getpid"),
    # time and random numbers
    *("clock_gettime", "clock_nanosleep", "nanosleep", "gettimeofday", "getrandom"),
)
_CLONE_THREAD, _PR_SET_NAME = 0x10000, 15


def only_needed_calls() -> None:
    """From here on this process can only compute and use what is already open. Cannot be undone.

    Raises NotImplementedError without libseccomp, OSError when the kernel has no seccomp filters. Requires
    no_new_privs.
    """
    if pyseccomp is None:
        raise NotImplementedError
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in _NEEDED:
        rules.add_rule(pyseccomp.ALLOW, name)
    for name in ("mmap", "mprotect"):  # never executable memory: a photograph can bring no code
        rules.add_rule(pyseccomp.ALLOW, name, pyseccomp.Arg(2, pyseccomp.MASKED_EQ, mmap.PROT_EXEC, 0))
    rules.add_rule(pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags are in memory; libc then uses clone
    rules.add_rule(pyseccomp.ALLOW, "prctl", pyseccomp.Arg(0, pyseccomp.EQ, _PR_SET_NAME))
    rules.load()
