"""Starts one command and says how long it took, how long it computed, and its peak memory.

It imports next to nothing, because a started process inherits the peak of the one that starts it.
Prints seconds, seconds of all processors (user and system) and megabytes on one line.
"""

import os
import sys
from time import perf_counter


def main() -> None:
    """Run the command of the arguments with its standard output thrown away."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    streams = [(os.POSIX_SPAWN_DUP2, nowhere, 1)]
    started = perf_counter()
    child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=streams)
    _, status, usage = os.wait4(child, 0)
    seconds = perf_counter() - started
    unit = 1 if sys.platform == "darwin" else 1024
    print(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)
    sys.exit(os.waitstatus_to_exitcode(status))


main()
