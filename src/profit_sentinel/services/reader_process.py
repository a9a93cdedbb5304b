"""Reader process: readers beside the service, whose work holds up no request."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from profit_sentinel.services.readers import Readers

COMMAND = (sys.executable, "-P", "-m", "profit_sentinel", "readers")
ATTACHED = "--attached"
_REST = 1.0
"""Seconds before readers that died are started again."""
_NICE = 5
"""By how much requests go before reading where processors are short."""
log = structlog.get_logger("profit_sentinel")


class ReaderProcess:
    """Readers in a process of their own, which has its settings from the same environment.

    Threads of one process take turns, so that long work holds up every request. And a file that
    takes all memory takes down the readers only; they are started again.
    """

    def __init__(self) -> None:
        self.stopped, self.lock = Event(), Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.keeper = Thread(target=self._keep, name="reader-process")

    def start(self) -> None:
        """Begin to read and to keep house."""
        self.keeper.start()

    def wake(self) -> None:
        """Say that something waits; readers that are not there yet look when they come."""
        with self.lock, suppress(OSError, ValueError):
            if self.process and self.process.stdin:
                self.process.stdin.write(b"\n")

    def stop(self) -> None:
        """Finish what is being done and end."""
        with self.lock:
            self.stopped.set()
            if self.process and self.process.stdin:
                self.process.stdin.close()
        self.keeper.join()

    def _keep(self) -> None:
        while not self.stopped.is_set():
            status = self._ended()
            if not self.stopped.wait(_REST):
                log.error("readers ended and are started again", status=status)

    def _ended(self) -> object:
        """Begin readers and wait: the status they end with, or why they cannot begin."""
        with self.lock:
            if self.stopped.is_set():
                return None
            try:
                self.process = subprocess.Popen(  # noqa: S603 - our own command
                    [*COMMAND, ATTACHED], stdin=subprocess.PIPE, bufsize=0
                )
            except OSError as error:
                return str(error)
        return self.process.wait()


def stay(readers: Readers, *, attached: bool) -> None:
    """Read until the process is told to end: by SIGTERM or Ctrl-C, or by its service.

    Args:
        readers: What reads; what is in hand then is read to its end.
        attached: Standard input leads to a service: whatever comes from there says that something
            waits, and its end that the service is gone. Signals are for the service to hear, which
            may have much to finish.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN if attached else signal.default_int_handler)
    if attached:
        os.nice(_NICE)
    try:
        readers.start()
        _listen(readers) if attached else Event().wait()
    except KeyboardInterrupt:
        log.info("readers end after what is in hand")
    finally:
        readers.stop()


def _listen(readers: Readers) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        readers.wake()
