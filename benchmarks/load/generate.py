"""The load generator: a crowd for some seconds, and what it met with as one line of JSON.

Run as `generate.py KIND PORT USERS SECONDS`; says `begun` when all users are at work.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter, process_time

import gevent  # type: ignore[import-untyped]
from crowd import Nobody, Staff  # type: ignore[import-not-found]
from locust.env import Environment

KINDS = {"Nobody": Nobody, "Staff": Staff}
WARM = 2.0
SCHEME = "http"


def wait(seconds: float) -> None:
    """Wait, whatever the clock of the event loop says."""
    until = perf_counter() + seconds
    while perf_counter() < until:
        gevent.sleep(0.05)


def generate(kind: str, port: str, users: int, seconds: float) -> None:
    """Let the crowd work and tell how it went, without its first moments."""
    environment = Environment(user_classes=[KINDS[kind]], host=f"{SCHEME}://127.0.0.1:{port}")
    runner = environment.create_local_runner()
    runner.start(users, spawn_rate=users)
    wait(WARM)
    environment.stats.reset_all()
    print("begun", flush=True)
    started, computed = perf_counter(), process_time()
    wait(seconds)
    told = {
        "seconds": perf_counter() - started,
        "generator": process_time() - computed,
        "failures": environment.stats.total.num_failures,
        "times": {
            name: {int(took): count for took, count in entry.response_times.items()}
            for (name, _), entry in environment.stats.entries.items()
            if name != "(start)" and entry.response_times
        },
    }
    print(json.dumps(told), flush=True)
    runner.quit()


if __name__ == "__main__":
    generate(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
