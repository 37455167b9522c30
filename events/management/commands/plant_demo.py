from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from events.demo import planting


class Command(BaseCommand):
    help = "Plants the demo community: invented people, three tribes, their meetups; once is enough."

    def handle(self, *args: Any, **options: Any) -> None:
        if planting.planted():
            self.stdout.write("The demo community is planted already.")
            return
        call_command("load_places", stdout=self.stdout)  # everybody has a home town
        planting.plant()
        self.stdout.write(
            "The demo community is planted. Sign in as marlo_quips@example.org, who hosts, or as "
            "steel_city_sol@example.org, who waits in line; the code comes by mail."
        )
