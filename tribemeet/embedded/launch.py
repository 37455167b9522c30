"""Runs a command that ends with us: `python -I -S launch.py PARENT [--namespace | --user UID] COMMAND ...`.

A file of its own rather than a function between fork and exec: that would run in a process that has threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


def enter_namespace() -> None:
    """Root becomes user 1000 to the command alone; files stay root's. PostgreSQL refuses to run as root."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, line in (("setgroups", "deny"), ("uid_map", f"1000 {user} 1"), ("gid_map", f"1000 {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(line)


def become(user: int) -> None:
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


def end_with(parent: int, how: int) -> None:
    """Linux sends us the signal when the parent is gone, `kill -9` included; elsewhere nothing does."""
    if sys.platform != "linux":
        return
    # After every change of user: the kernel forgets the wish on each.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:
        sys.exit(1)


def main(arguments: list[str]) -> None:
    parent, how, *command = arguments
    if command[0] == "--namespace":
        command = command[1:]
        enter_namespace()
    elif command[0] == "--user":
        become(int(command[1]))
        command = command[2:]
    end_with(int(parent), int(how))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, signal.Signals)
    os.execvp(command[0], command)  # noqa: S606 - a list of ours, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
