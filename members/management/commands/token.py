from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tribemeet.errors import Refusal

from ...actions import issue_token
from ...models import Member, Token


class Command(BaseCommand):
    help = "Make a token for a member and print its secret, which is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle", help="whose token it is")
        parser.add_argument("--name", default="command line", help="what it is for")
        parser.add_argument("--days", type=int, default=90, help="how long it lasts (90, at most 366)")
        scope = parser.add_mutually_exclusive_group()
        for name, value, words in (
            ("--write", Token.Scope.WRITE, "it may read and change (the default)"),
            ("--read", Token.Scope.READ, "it may only read"),
        ):
            scope.add_argument(name, action="store_const", dest="scope", const=value, help=words)
        parser.set_defaults(scope=Token.Scope.WRITE)

    def handle(self, *, handle: str, name: str, days: int, scope: str, **options: Any) -> str:
        member = Member.objects.filter(handle__iexact=handle.removeprefix("@"), is_active=True).first()
        if member is None:
            raise CommandError(f"Nobody here is called {handle}.")
        if not 1 <= days <= 366:
            raise CommandError("A token lasts from 1 to 366 days.")
        expires_at = timezone.now() + timedelta(days=days)
        try:
            return issue_token(member, name=name, scope=scope, expires_at=expires_at)[1]
        except Refusal as refusal:
            raise CommandError(" ".join([refusal.message, *refusal.fields.values()])) from refusal
