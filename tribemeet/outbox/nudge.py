import logging
import os
import threading
import time

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

PAUSE = 0.02


class Bell:
    """Wakes the worker without making a request wait for the broker.

    Ringing sets a flag; one thread per process turns any number of rings into one publish. A ring that is
    lost costs seconds, never a mail: the beat sweeps.
    """

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._lock = threading.Lock()
        self._pid = 0

    def ring(self) -> None:
        if self._pid != os.getpid():  # threads do not survive a fork
            self._start()
        self._rung.set()

    def _start(self) -> None:
        with self._lock:
            if self._pid != os.getpid():
                self._rung = threading.Event()
                threading.Thread(target=self._run, name="outbox-bell", daemon=True).start()
                self._pid = os.getpid()

    def _run(self) -> None:
        while self._rung.wait():
            self._rung.clear()
            try:
                current_app.send_task("tribemeet.outbox.tasks.keep_promises", ignore_result=True)
            except OperationalError:
                logger.warning("The broker does not answer; the sweep will find what is due.")
            time.sleep(PAUSE)


bell = Bell()
