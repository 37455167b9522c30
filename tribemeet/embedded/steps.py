"""One line for each step of a start: number, what, how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 0

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        self.number += 1
        started = time.monotonic()
        print(f"{self.number}/{self.total} {text} ...", end=" ", flush=True)
        try:
            yield
        except BaseException:
            print(flush=True)
            raise
        print(f"{time.monotonic() - started:.1f} s", flush=True)
