"""`manage.py up`: the whole product, with everything it needs, from one command."""

import errno
import os
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError

from tribemeet.embedded import lock, paths
from tribemeet.embedded.address import free_address
from tribemeet.embedded.stack import Stack
from tribemeet.embedded.steps import Steps
from tribemeet.embedded.supervisor import Interrupted, Supervisor
from tribemeet.embedded.trouble import Trouble


class Command(BaseCommand):
    help = "Starts Tribemeet with its own PostgreSQL, Valkey and mail inbox; Ctrl-C stops everything in order."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="default: 8000; 0 takes a free one")
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets other machines in")
        parser.add_argument("--data", metavar="DIR", help="where everything is kept; default: var in the checkout")
        parser.add_argument("--no-demo", action="store_true", help="start with an empty community")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["data"]:
            os.environ["TRIBEMEET_DATA"] = str(Path(options["data"]).expanduser().resolve())
        try:
            self.serve(options["host"], options["port"], demo=not options["no_demo"])
        except Interrupted:
            self.stdout.write("Stopped before everything had started.")
        except Trouble as trouble:
            raise CommandError(str(trouble)) from None
        except OSError as error:
            raise CommandError(explained(error)) from None

    def serve(self, host: str, port: int, *, demo: bool) -> None:
        with lock.only_one() as note, Supervisor(self.stdout.write) as supervisor:
            address = free_address(host, port)
            note(address.url)
            steps = Steps(total=7 if demo else 6)
            Stack(supervisor, steps, address, get_commands(), demo=demo).start()
            self.stdout.write(f"Tribemeet is at {address.url} (Ctrl-C stops it; logs are in {paths.log_folder()})")
            supervisor.run_until_stopped()
            self.stdout.write("Stopping ...")
        shutil.rmtree(paths.run_folder(), ignore_errors=True)
        self.stdout.write(f"Stopped; everything is kept in {paths.data_folder()}")


def explained(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "No space is left on the disk: make room and start again; nothing that was there is lost."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename} cannot be written to: start as its owner, or keep things elsewhere with --data DIR."
    return f"{error.strerror}: {error.filename}."
