"""Personal keys to the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import actions
from members.errors import TooManyTokens
from members.models import Token
from tests.cast import make
from tribemeet.errors import Invalid

pytestmark = pytest.mark.django_db


def test_the_secret_is_shown_once_and_kept_nowhere():
    token, secret = actions.issue_token(make("Ann"), name="script")
    kept = " ".join(str(value) for value in Token.objects.values().get().values())
    assert secret.startswith("tm_")
    assert secret not in kept
    assert token.hint == secret[-4:]


def test_a_token_lasts_ninety_days_and_reads_unless_said():
    token, _ = actions.issue_token(make("Ann"), name="script")
    assert (token.expires_at - token.created_at).days in {89, 90}
    assert not token.may_write


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expires_at"),
        ({"expires_at": timezone.now() + timedelta(days=400)}, "expires_at"),
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"scope": "admin"}, "scope"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(change, field):
    with pytest.raises(Invalid) as refused:
        actions.issue_token(make("Ann"), **{"name": "script"} | change)
    assert list(refused.value.fields) == [field]
    assert not Token.objects.exists()


def test_twenty_are_enough():
    ann = make("Ann")
    for number in range(20):
        actions.issue_token(ann, name=f"script {number}")
    with pytest.raises(TooManyTokens):
        actions.issue_token(ann, name="one more")


def test_a_revoked_token_is_gone_and_revoking_twice_is_fine():
    token, secret = actions.issue_token(make("Ann"), name="script")
    for _ in range(2):
        actions.revoke_token(token)
    assert not Token.objects.with_secret(secret).exists()


def test_handles_and_addresses_are_taken_once_whatever_their_case():
    make("Ann")
    with pytest.raises(Invalid) as refused:
        actions.make_member(handle="ANN", email="other@example.org")
    assert "handle" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        actions.make_member(handle="Other", email="ANN@example.org")
    assert "email" in refused.value.fields
