"""`manage.py up`: the whole product, with everything it needs, from one command."""

import os
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError

from tribemeet.embedded import diagnosis, lock, paths
from tribemeet.embedded.address import free_address
from tribemeet.embedded.stack import Stack, steps_of
from tribemeet.embedded.steps import Steps
from tribemeet.embedded.supervisor import Interrupted, Supervisor
from tribemeet.embedded.trouble import Trouble

HOST_HELP = "0.0.0.0 lets other machines in, and shows them everybody's mail and sign-in codes at /inbox/"
OPEN_TO_ALL = "WARNING: every machine that reaches this one can read all mail and sign-in codes at /inbox/."


class Command(BaseCommand):
    help = (
        "Starts Tribemeet with its own PostgreSQL, Valkey and mail inbox; Ctrl-C stops everything in order."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="default: 8000; 0 takes a free one")
        parser.add_argument("--host", default="127.0.0.1", help=HOST_HELP)
        parser.add_argument("--data", metavar="DIR", help="keep everything there; default: var")
        parser.add_argument("--no-demo", action="store_true", help="start with an empty community")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["data"]:
            os.environ["TRIBEMEET_DATA"] = str(Path(options["data"]).expanduser().resolve())
        try:
            self.serve(options["host"], options["port"], demo=not options["no_demo"])
        except Interrupted:
            self.say("Stopped before everything had started.")
        except Trouble as trouble:
            raise CommandError(str(trouble)) from None
        except OSError as error:
            raise CommandError(diagnosis.of_error(error)) from None

    def serve(self, host: str, port: int, *, demo: bool) -> None:
        with lock.only_one() as note, Supervisor(self.say) as supervisor:
            address = free_address(host, port)
            note(address.url)
            steps = Steps(total=steps_of(demo=demo))
            Stack(supervisor, steps, address, get_commands(), demo=demo).start()
            self.say(f"Tribemeet is at {address.url} (Ctrl-C stops it, logs: {paths.log_folder()})")
            if not address.is_local:
                self.say(OPEN_TO_ALL)
            supervisor.run_until_stopped()
            self.say("Stopping ...")
        shutil.rmtree(paths.run_folder(), ignore_errors=True)
        self.say(f"Stopped; everything is kept in {paths.data_folder()}")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()  # a line is due now, also where the output goes into a file
