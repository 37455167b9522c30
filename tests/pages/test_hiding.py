"""One press hides a name at one meetup, wherever it stands there; the API says the same."""

import pytest

from events import actions
from members import actions as member_actions
from tests.cast import NIGHTS, days_later

HTMX = {"HX-Request": "true"}


@pytest.fixture
def proposal(propose, ann):
    """Ann has voted."""
    event = propose(start=NIGHTS[0]["local_start"], local_start=None, local_end=None, slots=NIGHTS)
    actions.vote(event, member=ann, choices={event.slots.all()[0].pk: "yes"})
    return event


def page(client, event):
    return client.get(f"/events/{event.pk}/").text


def press(client, event, hidden="yes", **more):
    return client.post(f"/events/{event.pk}/hide/", {"hidden": hidden}, **more)


def test_a_voter_hides_by_one_press_and_is_counted(client, browse, hope, ann, ben, proposal):
    assert "Hide my name beside my votes" in page(browse(ann), proposal)
    assert "Only the hosts read your name here." in press(browse(ann), proposal, follow=True).text
    for looker in (browse(ben), client):
        html = page(looker, proposal)
        assert "AnnOrchard" not in html
        assert "Hope Harbor and 1 other" in html
        assert "2 yes: 1 more" in html
    assert "AnnOrchard" in page(browse(hope), proposal)
    answer = press(browse(ann), proposal, "no", headers=HTMX)
    assert "Hide my name beside my votes" in answer.text
    assert "AnnOrchard" in page(browse(ben), proposal)


def test_who_has_not_voted_has_nothing_to_hide(client, browse, hope, ben, proposal):
    for looker in (client, browse(ben), browse(hope)):
        assert "Hide my name" not in page(looker, proposal)
    answer = press(browse(ben), proposal, headers=HTMX)
    assert (answer.status_code, "does not stand here" in answer.text) == (409, True)


def test_the_button_comes_with_the_first_vote(browse, ben, proposal):
    slot = proposal.slots.all()[1].pk
    answer = browse(ben).post(f"/events/{proposal.pk}/vote/", {f"slot-{slot}": "no"}, headers=HTMX)
    assert "Hide my name beside my votes" in answer.text


def test_hosts_find_no_answer_where_somebody_only_hides(browse, hope, ann, proposal):
    press(browse(ann), proposal)
    answer = browse(hope).get(f"/events/{proposal.pk}/attendees.csv")
    assert len(answer.getvalue().decode().splitlines()) == 1
    assert "AnnOrchard" not in browse(hope).get(f"/events/{proposal.pk}/hosts/").text


def test_who_was_there_can_hide_afterwards(client, browse, ann, meetup):
    actions.respond(meetup, member=ann, answer="going")
    with days_later(56):
        assert "AnnOrchard" in page(client, meetup)
        assert "Hide my name on the list" in page(browse(ann), meetup)
        press(browse(ann), meetup)
        assert "AnnOrchard" not in page(client, meetup)
        assert "2 were there" in page(client, meetup)


def test_the_api_does_as_the_page_does(client, ann, ben, proposal):
    def hide(member, hidden):
        _, secret = member_actions.issue_token(member, name="a test", scope="write")
        return client.put(
            f"/api/v1/events/{proposal.pk}/rsvp/hidden",
            {"hidden": hidden},
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )

    for hidden in (True, False):
        told = hide(ann, hidden).json()
        assert (told["status"], told["answered_at"], told["via"]) == (None, None, None)
        assert (told["hidden"], told["state"]) == (hidden, "proposed")
    assert (hide(ben, True).status_code, hide(ben, True).json()["code"]) == (409, "nothing_to_hide")
