"""The candidate's sandbox: what keeps student code in one process and one directory.

Each layer is used where the machine has it, and none is taken for granted:
``gangrade.candidate.doctor`` tries from inside what holds. `docs/security.md` says what each layer
is there for.

From outside come the user and the namespaces (``User``, ``namespaces``). All the rest a candidate
puts on itself, right after the fork and before it has a second thread (``enter``).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import functools
import os
import pwd
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gankit

LAYERS = ("namespaces", "disk", "user", "limits", "landlock", "seccomp")

GROWTH = 4 << 30
"""Bytes of address space that a candidate may add. What it really uses is watched from outside."""
FILE_SIZE = 64 << 20
DISK = 256 << 20
"""Bytes that a candidate may write at most. On a disk of its own they are memory."""
FILES = 10_000
OPEN_FILES = 256
THREADS = 512
CPU_SECONDS = 7200
"""A last resort: the deadlines are enforced from outside."""

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_SUBREAPER = 1, 4, 24, 36
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_THREAD, _CLONE_NEWNS, _CLONE_NEWUSER = 0x10000, 0x20000, 0x10000000
_MS_NOSUID, _MS_NODEV, _MS_REC, _MS_PRIVATE = 0x2, 0x4, 0x4000, 0x40000
_O_TRUNC, _O_ACCMODE = 0o1000, 0o3
_MAP_KIND, _MAP_SHARED, _MAP_PRIVATE, _MAP_VALIDATED, _MAP_ANONYMOUS = 0xF, 1, 2, 3, 0x20
NEWEST = 99
"""A version of Landlock's interface (ABI) that no kernel has reached."""


def _prctl(option: int, value: int) -> bool:
    return sys.platform == "linux" and int(_libc.prctl(option, value, 0, 0, 0)) == 0


def hide_memory() -> None:
    """Keep other processes of this user from reading this one's memory and environment."""
    _prctl(_PR_SET_DUMPABLE, 0)


@contextlib.contextmanager
def _owning_its_proc() -> Iterator[None]:
    """Let this process write to its own files in /proc; who hides memory cannot."""
    _prctl(_PR_SET_DUMPABLE, 1)
    try:
        yield
    finally:
        hide_memory()


def end_first() -> None:
    """Have the kernel end this process before any other of ours when memory runs out."""
    if sys.platform == "linux":
        with _owning_its_proc(), contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def adopt_orphans() -> None:
    """Become the parent of the descendants that lose theirs, to find them at the end."""
    _prctl(_PR_SET_SUBREAPER, 1)


INSIDE = Path(__file__).parent
"""What of this package a candidate may read: what it runs, and no reference solutions."""


PACKAGE = INSIDE.parent
OURS = (INSIDE.with_name("__init__.py"), INSIDE)


def readable() -> list[Path]:
    """Return what a candidate may read: Python, its packages, and the system's libraries.

    Where gangrade is installed as one of these packages, only ``OURS`` of it.
    """
    packages = [sys.prefix, sys.base_prefix, str(Path(gankit.__file__).parent), *map(str, OURS)]
    system = ["/usr", "/bin", "/sbin", "/lib", "/lib64"]
    system += ["/etc/ld.so.cache", "/etc/localtime", "/etc/fonts"]
    return [path for path in map(Path, [*packages, *system]) if path.exists()]


def without_package(path: Path, package: Path = PACKAGE) -> tuple[list[Path], list[Path]]:
    """Take a folder apart, if need be: return what leaves a package out, and what leads to it.

    What leads to it are folders to be listed only.
    """
    folder, package = path.resolve(), package.resolve()
    if folder == package:
        return [], []
    if not package.is_relative_to(folder):
        return [path], []
    found, leading = list[Path](), [folder]
    for entry in sorted(folder.iterdir()):
        if entry.is_symlink() and package.is_relative_to(entry.resolve()):
            continue  # the way that is no link is taken too
        others, more = without_package(entry, package)
        found += others
        leading += more
    return found, leading


_PROC = ("self", "cpuinfo", "meminfo", "stat", "filesystems", "sys/vm/overcommit_memory")
_DEVICES = ("null", "zero", "urandom", "random")
"""To read. Who may also write to ``zero`` shares memory by it that nobody counts."""


class User:
    """A user of its own for one candidate; numbers that no account and no other grader uses."""

    FIRST, LAST = 60600, 61100  # left free by Debian's and by systemd's own ranges
    LOCKS = Path("/run/gangrade")

    def __init__(self, number: int, lock: int):
        """Take a number and the descriptor of its locked file."""
        self.number = number
        self._lock = lock

    @classmethod
    def claim(cls) -> User:
        """Return a free user; ``release`` it when none of its processes is left.

        Raises:
            RuntimeError: if all are taken.
        """
        cls.LOCKS.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(cls.FIRST, cls.LAST):
            with contextlib.suppress(KeyError):
                pwd.getpwuid(number)
                continue  # somebody's account
            lock = os.open(cls.LOCKS / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                continue
            return cls(number, lock)
        raise RuntimeError(f"No free user between {cls.FIRST} and {cls.LAST} for a candidate.")

    def release(self) -> None:
        """Let others use the number; more than once does no harm."""
        lock, self._lock = self._lock, -1
        if lock >= 0:
            os.close(lock)


def no_user_because() -> str:
    """Return why candidates cannot have users of their own, or nothing if they can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "gangrade was not started as root"
    for path in readable():
        for folder in (path, *path.parents):
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH and folder.is_dir():
                return f"other users may not enter {folder}, where Python or gangrade lies"
    return ""


@functools.cache
def no_namespaces_because() -> str:
    """Return why candidates cannot have namespaces of their own, or nothing if they can."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (package bubblewrap)"
    with tempfile.TemporaryDirectory() as scratch:
        command = [*_bubblewrap(Path(scratch)), sys.executable, "-c", ""]
        attempt = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"bubblewrap fails: {attempt.stderr.strip()[-200:]}" if attempt.returncode else ""


def namespaces(scratch: Path) -> list[str]:
    """Return the command that starts a program in namespaces of its own, writing to ``scratch``.

    It sees no network, no other process, and of the disk only what a candidate may read.
    """
    return [*_bubblewrap(scratch), "--chdir", str(scratch)]


def _bubblewrap(scratch: Path) -> list[str]:
    command = ["bwrap", "--die-with-parent", "--unshare-net", "--unshare-pid", "--unshare-ipc"]
    command += ["--unshare-uts", "--unshare-cgroup-try", "--proc", "/proc", "--dev", "/dev"]
    if os.geteuid() == 0:  # the warm parent changes users and ends what they started
        for capability in ("SETUID", "SETGID", "KILL", "SETPCAP", "SYS_ADMIN"):
            command += ["--cap-add", f"CAP_{capability}"]
    command += ["--ro-bind", "/dev/null", "/dev/zero"]  # see _DEVICES
    binds = [("--ro-bind-try", path) for path in [*readable(), Path("/sys/devices/system")]]
    for bind, path in [*binds, ("--bind", scratch)]:
        for folder in reversed(path.parents[:-1]):  # or they would be closed to other users
            command += ["--perms", "0755", "--dir", str(folder)]
        command += [bind, str(path), str(path)]
    package = str(PACKAGE)
    command += ["--perms", "0755", "--tmpfs", package]
    for path in OURS:
        command += ["--ro-bind", str(path), str(path)]
    return [*command, "--remount-ro", package, "--remount-ro", "/dev", "--remount-ro", "/"]


def user_namespace() -> str:
    """Return the name of the user namespace that this process is in; none where there are none."""
    try:
        return str(Path("/proc/self/ns/user").readlink())
    except OSError:
        return ""


@dataclass(frozen=True)
class Confinement:
    """What a candidate is told about its sandbox."""

    scratch: str
    user: int | None = None
    threads: int = THREADS
    outside: str = ""
    """The grader's ``user_namespace``."""
    disk: int = DISK
    """Bytes that it may write."""
    files: int = FILES
    landlock: int = NEWEST
    """The newest version of Landlock's interface (ABI) to use, to see what older kernels lack."""
    without: tuple[str, ...] = ()
    """Layers to leave out, to see what they are there for."""


def enter(confinement: Confinement) -> dict[str, str]:
    """Put all layers on this process that are to be had; return those that are not, with reasons.

    Raises:
        RuntimeError: if the process has a second thread, which the layers would not cover.
    """
    if sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) != 1:
        raise RuntimeError("A candidate had a second thread before its sandbox was closed.")
    end_first()
    layers: list[tuple[str, Callable[[Confinement], None]]]
    layers = [("limits", _limit), ("user", _change_user)]
    # With the right to mount it comes first; else in a user namespace, which a user is to have.
    layers.insert(1 if _may_mount() else 2, ("disk", _mount_disk))
    layers += [("landlock", _landlock), ("seccomp", _seccomp)]
    missing: dict[str, str] = {}
    for layer, put_on in layers:
        if layer in confinement.without:
            missing[layer] = "switched off"
            continue
        try:
            put_on(confinement)
        except _Missing as reason:
            missing[layer] = str(reason)
    return missing


def _said(error: BaseException) -> str:
    """Return what an exception says, without the number of the system's own."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


class _Missing(Exception):  # noqa: N818
    """A layer that this machine does not have."""


def _limit(confinement: Confinement) -> None:
    limits = {
        resource.RLIMIT_FSIZE: FILE_SIZE,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: CPU_SECONDS,
    }
    # The kernel counts all threads of a user in a user namespace. Those of an account at large are
    # not the candidate's to answer for.
    if confinement.user is not None or user_namespace() != confinement.outside:
        limits[resource.RLIMIT_NPROC] = confinement.threads
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + GROWTH
        limits[resource.RLIMIT_MSGQUEUE] = 0
        limits[resource.RLIMIT_MEMLOCK] = 0
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _may_mount() -> bool:
    """Return whether this process may mount; if so, what it mounts is now its own."""
    return sys.platform == "linux" and int(_libc.unshare(_CLONE_NEWNS)) == 0


def _mount_disk(confinement: Confinement) -> None:
    """Put an empty file system of bounded size in the place of the scratch directory.

    Nobody else sees it, it goes with the process, and it counts files without a name too.
    """
    if sys.platform != "linux":
        raise _Missing("only Linux has it")
    options = f"size={confinement.disk},nr_inodes={confinement.files},mode=0700"
    owned = os.geteuid() == 0 and confinement.user is not None
    if owned:  # and the user not changed yet
        options += f",uid={confinement.user},gid={confinement.user}"
    try:
        if not owned and not _may_mount():
            _enter_user_namespace()
        _mount(None, "/", None, flags=_MS_REC | _MS_PRIVATE)
        flags = _MS_NOSUID | _MS_NODEV
        _mount("scratch", confinement.scratch, "tmpfs", flags=flags, options=options)
    except OSError as error:
        raise _Missing(
            f"it may neither mount nor use a user namespace ({error.strerror})"
        ) from None
    finally:
        if os.geteuid() != 0:
            _give_up_rights()  # in that namespace it has all


def _mount(
    source: str | None, target: str, kind: str | None, *, flags: int, options: str = ""
) -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind)]
    if _libc.mount(*texts, flags, options.encode()) != 0:
        raise OSError(ctypes.get_errno(), f"mounting: {os.strerror(ctypes.get_errno())}")


def _enter_user_namespace() -> None:
    """Enter a user namespace with the same user, and mounts of its own."""
    user, group = os.geteuid(), os.getegid()
    if _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    with _owning_its_proc():
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            Path("/proc/self", name).write_text(text, encoding="ascii")


def _change_user(confinement: Confinement) -> None:
    if confinement.user is not None:
        os.setgroups([])
        os.setresgid(confinement.user, confinement.user, confinement.user)
        os.setresuid(confinement.user, confinement.user, confinement.user)
    _give_up_rights()
    if confinement.user is None:
        raise _Missing("it runs as the grader's own user")


def _give_up_rights() -> None:
    if sys.platform != "linux":
        return
    _drop_capabilities()
    hide_memory()  # a change of users or rights may have undone it
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _drop_capabilities() -> None:
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    for capability in range(64):
        _prctl(_PR_CAPBSET_DROP, capability)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this thread
    _libc.capset(header, (ctypes.c_uint32 * 6)())


def _landlock(confinement: Confinement) -> None:
    try:
        from py_landlock import AccessFs, Landlock, LandlockError, get_abi_version
        from py_landlock.abi import ABIVersion

        get_abi_version()
    except (ImportError, OSError, LandlockError) as error:
        raise _Missing(f"the kernel has no Landlock ({_said(error)})") from None
    rules = Landlock(strict=False)  # older kernels have fewer of the rights
    rules._abi_version = min(rules.abi_version, ABIVersion(confinement.landlock))
    inspect = AccessFs.READ_FILE | AccessFs.READ_DIR
    system = [Path("/proc") / name for name in _PROC] + [Path("/sys/devices/system")]
    for root in readable():
        paths, leading = ([root], []) if root in OURS else without_package(root)
        system += paths
        for folder in leading:  # imports look for names in them
            rules.add_path_rule(folder, access=AccessFs.READ_DIR)
    for path in filter(os.path.exists, system):
        rules.add_path_rule(path, access=inspect if path.is_dir() else AccessFs.READ_FILE)
    for device in _DEVICES:
        rules.add_path_rule(f"/dev/{device}", access=AccessFs.READ_FILE)
    rules.add_path_rule("/dev/null", access=AccessFs.WRITE_FILE)
    write = AccessFs.WRITE_FILE | AccessFs.TRUNCATE | AccessFs.REFER | AccessFs.MAKE_SYM
    write |= AccessFs.MAKE_REG | AccessFs.MAKE_DIR | AccessFs.REMOVE_FILE | AccessFs.REMOVE_DIR
    rules.add_path_rule(confinement.scratch, access=inspect | write)
    rules.apply()


_ALLOWED = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close close_range
    stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 getdents getdents64
    getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat
    symlink symlinkat readlink readlinkat ftruncate fsync fdatasync sync_file_range copy_file_range
    sendfile splice tee fadvise64 dup dup2 dup3 flock umask getxattr lgetxattr fgetxattr listxattr
    llistxattr flistxattr pipe pipe2 eventfd eventfd2 signalfd signalfd4 timerfd_create
    timerfd_settime timerfd_gettime epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
    epoll_pwait2 poll ppoll select pselect6 sendmsg recvmsg recvfrom shutdown getsockopt setsockopt
    getsockname getpeername munmap mremap mprotect madvise msync mincore brk membarrier
    get_mempolicy set_mempolicy mbind pkey_alloc pkey_free pkey_mprotect set_robust_list
    get_robust_list set_tid_address rseq futex futex_waitv sched_yield sched_getaffinity
    sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min nanosleep
    clock_gettime clock_getres clock_nanosleep getcpu gettid arch_prctl exit exit_group wait4 waitid
    restart_syscall pause rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait
    rt_sigsuspend sigaltstack alarm getitimer setitimer timer_create timer_settime timer_gettime
    timer_getoverrun timer_delete getpid getppid getuid geteuid getgid getegid getgroups getresuid
    getresgid getpgid getpgrp getsid getpriority getrlimit setrlimit getrusage times uname sysinfo
    time gettimeofday getrandom capget
""".split()  # noqa: SIM905
"""System calls that touch nothing but the process itself and what Landlock guards."""

_FORBIDDEN = """
    socket connect bind listen accept accept4 fork vfork execve execveat ptrace process_vm_readv
    process_vm_writev pidfd_open pidfd_getfd pidfd_send_signal kcmp memfd_create mount umount2
    unshare setns chroot pivot_root bpf keyctl add_key request_key io_uring_setup perf_event_open
    userfaultfd mknod mknodat setuid setgid setreuid setregid setresuid setresgid setgroups setsid
    setpgid truncate fallocate inotify_init inotify_init1 inotify_add_watch shmget shmat semget
    msgget mq_open tkill rt_sigqueueinfo rt_tgsigqueueinfo setpriority sched_setscheduler
    sched_setparam sched_setattr ioprio_set
""".split()  # noqa: SIM905
"""Those that honest code may try, or that say best why they fail: not permitted.

Every call in neither list answers that the system does not have it.
"""

_IGNORED = """
    chmod fchmod fchmodat chown fchown lchown fchownat utime utimes futimesat utimensat
""".split()  # noqa: SIM905
"""They do nothing and report no error: Landlock does not guard them, and copying calls them."""


_ALLOWED_WITH = {
    # Those of no other value of the argument at this position. Not F_SETOWN and the like, by which
    # the kernel would signal another process.
    "fcntl": (1, [0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032]),
    "ioctl": (1, [0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451]),  # terminals, FIONREAD, FIONBIO
    "prctl": (0, [3, 15, 16, 29, 30, 0x53564D41]),  # names, timer slack
}


def _seccomp(_confinement: Confinement) -> None:
    try:
        import pyseccomp as seccomp
    except (ImportError, OSError, RuntimeError) as error:
        raise _Missing(f"libseccomp is not installed ({_said(error)})") from None
    refuse, own = seccomp.ERRNO(errno.EPERM), os.getpid()
    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.ENOSYS))
    rules.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)  # 32-bit calls

    def rule(action: int, name: str, *arguments: Any) -> None:
        # Not every processor and every libseccomp has every name.
        with contextlib.suppress(OSError, ValueError):
            rules.add_rule(action, name, *arguments)

    def equal(position: int, value: int) -> Any:
        return seccomp.Arg(position, seccomp.EQ, value)

    def masked(position: int, mask: int, value: int) -> Any:
        return seccomp.Arg(position, seccomp.MASKED_EQ, mask, value)

    for name in _ALLOWED:
        rule(seccomp.ALLOW, name)
    for name in _FORBIDDEN:
        rule(refuse, name)
    for name in _IGNORED:
        rule(seccomp.ERRNO(0), name)
    for name, (position, values) in _ALLOWED_WITH.items():
        for value in values:  # the kernel reads 32 bits of them, so no more are compared
            rule(seccomp.ALLOW, name, masked(position, 0xFFFFFFFF, value))
    rule(seccomp.ALLOW, "clone", masked(0, _CLONE_THREAD, _CLONE_THREAD))
    rule(refuse, "clone", masked(0, _CLONE_THREAD, 0))
    # Landlock guards opening for writing; truncating by itself only since its third version.
    for name, position in (("open", 1), ("openat", 2)):
        rule(seccomp.ALLOW, name, masked(position, _O_TRUNC, 0))
        for access, action in enumerate((refuse, seccomp.ALLOW, seccomp.ALLOW, refuse)):
            rule(action, name, masked(position, _O_TRUNC | _O_ACCMODE, _O_TRUNC | access))
    # Memory that is shared and has no file stays while one page of it is mapped, and no limit
    # counts the others.
    for kind in (_MAP_SHARED, _MAP_PRIVATE, _MAP_VALIDATED):
        rule(seccomp.ALLOW, "mmap", masked(3, _MAP_KIND | _MAP_ANONYMOUS, kind))
        action = seccomp.ALLOW if kind == _MAP_PRIVATE else refuse
        rule(action, "mmap", masked(3, _MAP_KIND | _MAP_ANONYMOUS, kind | _MAP_ANONYMOUS))
    # Pairs of stream sockets only: a datagram socket could send to an address.
    rule(seccomp.ALLOW, "socketpair", equal(0, 1), masked(1, 0xF, 1))
    rule(seccomp.ALLOW, "sendto", equal(4, 0))
    for name in ("kill", "tgkill"):
        rule(seccomp.ALLOW, name, equal(0, own))
        rule(refuse, name, seccomp.Arg(0, seccomp.NE, own))
    for pid in (0, own):
        rule(seccomp.ALLOW, "prlimit64", equal(0, pid))
        rule(seccomp.ALLOW, "sched_setaffinity", equal(0, pid))
    rules.load()


def preload() -> None:
    """Import what ``enter`` needs: it looks for libraries with programs, which it then forbids."""
    for name in ("pyseccomp", "py_landlock"):
        with contextlib.suppress(ImportError, OSError, RuntimeError):
            __import__(name)


def end_all_of(user: int) -> None:
    """End every process of a candidate's user, in one go: a fork bomb cannot outrun it."""
    child = os.fork()
    if child == 0:
        try:
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)


def own_children() -> Iterator[int]:
    """Give the process numbers of this process's children, adopted ones too."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    if path.exists():
        yield from map(int, path.read_text(encoding="ascii").split())
