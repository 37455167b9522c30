"""`manage.py prove NAME`: one long run that gives a figure for a claim."""

from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tribemeet.embedded import paths


class Command(BaseCommand):
    help = "Runs a proof, prints its table and keeps it in docs/proofs; status 1 where a claim falls short."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=proofs())
        parser.add_argument("--smoke", action="store_true", help="the short form, which writes no page")

    def handle(self, *args: Any, name: str, smoke: bool, **options: Any) -> None:
        frame, proof = import_module("proofs.frame"), import_module(f"proofs.{name}")
        claims = proof.prove(smoke=smoke)
        self.stdout.write(f"\n{frame.table(claims)}\n")
        frame.page(name, proof.__doc__, claims, smoke=smoke)
        if short := [claim.text for claim in claims if not claim.holds]:
            raise CommandError(f"Falls short: {'; '.join(short)}.")


def proofs() -> list[str]:
    files = (paths.CHECKOUT / "proofs").glob("*.py")
    return sorted(path.stem for path in files if "\ndef prove(" in path.read_text())
