"""The gazetteer and the demo community, loaded once for a whole file of tests and rolled back after it."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, transaction


@pytest.fixture(scope="module")
def gazetteer(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_places", verbosity=0)
        yield
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture(scope="module")
def community(gazetteer) -> None:
    call_command("plant_demo")
