"""With a rule gone wrong walks as short as those of the quick suite fail: each rule has somebody who watches.

Most are found out within as many as there. How soon, is luck that each change of a rule deals anew.
"""

import pytest
from django.db import DatabaseError

from .rules.machine import walk
from .rules.mutants import MUTANTS
from .rules.real import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_it_is_found_out(mutant, settings, monkeypatch):
    settings.GUEST_MAILS_PER_ADDRESS = 10**6
    cast = Cast.gather()
    monkeypatch.setattr(mutant.where, mutant.name, mutant.instead)
    with pytest.raises((AssertionError, DatabaseError)):
        walk(cast, runs=160, steps=25, shrinks=False)
