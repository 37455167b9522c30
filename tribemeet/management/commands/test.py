"""`manage.py test`: every argument goes on to pytest, which starts the servers it needs."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from tribemeet.embedded import paths


class Command(BaseCommand):
    help = "Runs the tests; takes the arguments of pytest."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Hands over unparsed: Django's own options (-v, --settings) mean other things to pytest."""
        # In a process of its own, which reads the settings after the test servers have their addresses.
        os.chdir(paths.CHECKOUT)
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *argv[2:]])  # noqa: S606 - a list, no shell

    def handle(self, *args: Any, **options: Any) -> None:
        self.run_from_argv(["manage.py", "test", *args])
