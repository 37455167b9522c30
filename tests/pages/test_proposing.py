"""Proposing: three fields, or some times to choose from; rules, questions, warnings, the same again."""

from datetime import UTC, datetime, timedelta

import pytest
from time_machine import travel

from events import actions
from events.models import Event, Slot
from tests.cast import EVENING, ZONE

from .test_hosting_pages import ASKED, PROPOSE

DAYS = [(EVENING + timedelta(days=number)).date().isoformat() for number in range(30)]


def rows(*times: tuple[str, str]) -> dict[str, str]:
    """Times in the rows below the first."""
    return {
        f"slots-{number}-{name}": value
        for number, time in enumerate(times)
        for name, value in zip(("date", "time"), time, strict=True)
    }


def test_more_times_make_it_a_proposal_with_the_first_among_them(browse, ann, tribe):
    answer = browse(ann).post(PROPOSE, ASKED | rows((DAYS[1], "20:00"), ("", ""), (DAYS[2], "18:30")))
    event = Event.objects.get()
    assert (answer.status_code, event.status) == (302, "proposed")
    times = [f"{slot.local_start:%H:%M}" for slot in event.slots.all()]
    assert times == ["19:00", "20:00", "18:30"]


def test_the_zone_of_the_tribe_is_chosen_and_its_name_is_taken_as_it_is_shown(browse, ann, tribe):
    assert "<option selected>America/New York</option>" in browse(ann).get(PROPOSE).text
    browse(ann).post(PROPOSE, ASKED | {"time_zone": "America/Argentina/Buenos Aires"})
    assert Event.objects.get().time_zone == "America/Argentina/Buenos_Aires"


def test_a_day_without_a_time_is_the_whole_day(browse, ann, tribe):
    browse(ann).post(PROPOSE, ASKED | {"time": ""} | rows((DAYS[3], "")))
    assert [slot.all_day for slot in Slot.objects.all()] == [True, True]


def test_a_weekend_is_several_days_and_the_others_are_as_long(browse, ann, tribe):
    weekend = {"time": "", "end_date": DAYS[1]}
    assert browse(ann).post(PROPOSE, ASKED | weekend | rows((DAYS[7], ""))).status_code == 302
    lengths = {slot.local_end - slot.local_start for slot in Slot.objects.all()}
    assert lengths == {timedelta(days=2)}


def test_all_times_last_as_long_as_the_first(browse, ann, tribe):
    browse(ann).post(PROPOSE, ASKED | {"end_time": "22:30"} | rows((DAYS[3], "12:00")))
    assert {slot.local_end - slot.local_start for slot in Slot.objects.all()} == {timedelta(hours=3.5)}


def test_the_first_time_may_be_left_out_where_there_are_others(browse, ann, tribe):
    browse(ann).post(PROPOSE, ASKED | {"date": "", "time": ""} | rows((DAYS[1], "20:00"), (DAYS[2], "20:00")))
    assert Slot.objects.count() == 2


def test_people_it_needs_make_one_time_a_proposal(browse, ann, tribe):
    decide_by = (EVENING - timedelta(days=9)).replace(hour=9)
    sent = {"minimum_people": "5", "decide_by": f"{decide_by:%Y-%m-%dT%H:%M}", "if_needed_counts": "on"}
    browse(ann).post(PROPOSE, ASKED | sent)
    event = Event.objects.get()
    assert (event.status, event.minimum_people, event.if_needed_counts) == ("proposed", 5, True)
    assert event.decide_by.astimezone(event.starts_at.tzinfo) > event.starts_at - timedelta(days=10)
    assert event.slots.count() == 1


def test_without_script_more_rows_keep_everything_that_was_typed(browse, ann, tribe):
    sent = ASKED | rows((DAYS[1], "nonsense"), (DAYS[2], "18:30"), ("", "")) | {"no_maybe": "on"}
    sent |= {
        "questions-0-text": "Vegetarian?",
        "questions-0-kind": "yes_no",
        "description": "Bring <b>hats</b>",
    }
    answer = browse(ann).post(PROPOSE, sent | {"more": "slots", "title": ""})
    form = answer.context["form"]
    assert (answer.status_code, form.errors, Event.objects.count()) == (200, {}, 0)
    assert [row["date"].value() for row in form.rows["slots"]][:3] == [DAYS[1], DAYS[2], ""]
    assert [row["time"].value() for row in form.rows["slots"]][:2] == ["nonsense", "18:30"]
    assert len(form.rows["slots"]) == 8
    assert form.rows["questions"][0]["kind"].value() == "yes_no"
    assert form["no_maybe"].value() is True
    assert "Bring &lt;b&gt;hats&lt;/b&gt;" in answer.text
    assert '<details class="more" id="slots" open>' in answer.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (rows((DAYS[1], "25:00")), "Time 2: "),
        (rows(("2031-02-30", "19:00")), "Day 2: Such a day does not exist."),
        (rows(("", "19:00")), "Day 2: Say on which day."),
        (rows((DAYS[1], "19:00"), (DAYS[1], "19:00")), "Day 3: This time is offered already."),
        (rows(("2031-03-09", "02:30")), "Day 2: Clocks go forward that night"),
        (rows(("2019-01-01", "19:00")), "Day 2: That time has passed already."),
        (rows(*[(day, "12:00") for day in DAYS[1:21]]), "Offer 1 to 20 times in all."),
        ({"minimum_people": "1"}, "People it needs: Not less than 2."),
        ({"decide_by": "soon"}, "Decided by: Say a day and a time that exist."),
        ({"decide_by": "2031-03-09T02:30"}, "Decided by: Clocks go forward that night"),
        ({"decide_by": f"{DAYS[9]}T12:00"}, "Decided by: Decide before the earliest time begins."),
        ({"answers_close_at": f"{DAYS[2]}T12:00"}, "Answers close: Answers close when the meetup begins"),
        ({"offer_hours": "169"}, "Not more than 168."),
        ({"first_timer_seats": "-1"}, "Not less than 0."),
        ({"questions-0-text": "a\0b"}, "Question 1: "),
        ({"questions-0-text": "Which?", "questions-0-kind": "choice"}, "Offer 2 to 20 different choices."),
        ({"questions-0-required": "on"}, "Say what you ask"),
        ({"questions-0-text": "Which?", "questions-0-kind": "nope"}, "Choose one that is offered."),
        ({"cohosts": "nobody, @annorchard"}, "There is nobody here called @nobody."),
        ({"cohosts": "a\0b"}, "Co-hosts: "),
    ],
)
def test_what_does_not_work_is_said_beside_its_field_and_nothing_is_lost(browse, ann, tribe, sent, sentence):
    answer = browse(ann).post(PROPOSE, ASKED | sent)
    assert (answer.status_code, Event.objects.count()) == (422, 0)
    summary = answer.text.partition('id="problems"')[2].partition("</div>")[0]
    assert sentence in summary.replace("&#x27;", "'")
    assert 'value="Picnic"' in answer.text


def test_the_rules_reach_the_meetup_on_the_clock_of_the_place(browse, ann, ben, tribe):
    sent = {
        "answers_open_at": "2031-05-01T09:00", "answers_close_at": "2031-06-01T18:00", "by_approval": "on",
        "no_maybe": "on", "first_timer_seats": "2", "offer_hours": "6", "reconfirm": "on", "capacity": "8",
        "date": "2031-06-03", "cohosts": "@Ben", "visibility": "invited",
        "questions-0-text": "Vegetarian?", "questions-0-kind": "yes_no", "questions-0-required": "on",
        "questions-1-text": "Which?", "questions-1-kind": "choice", "questions-1-choices": "Fri\r\n\r\nSat",
    }  # fmt: skip
    with travel("2031-01-15T12:00Z", tick=False):
        browse(ann).post(PROPOSE, ASKED | sent)
    event = Event.objects.get()
    assert event.answers_open_at == datetime(2031, 5, 1, 13, tzinfo=UTC)
    assert (event.by_approval, event.maybe_allowed, event.reconfirm) == (True, False, True)
    assert (event.offer_hours, event.first_timer_seats, event.visibility) == (6, 2, "invited")
    assert event.questions[1]["choices"] == ["Fri", "Sat"]
    assert list(event.cohosts.all()) == [ben]


def test_the_edit_page_holds_the_rules_and_keeps_what_is_not_touched(browse, hope, propose):
    questions = [
        {"text": "Vegetarian?", "kind": "yes_no", "required": True},
        {"text": "Which?", "kind": "choice", "choices": ["a", "b"]},
    ]
    close = datetime(2031, 6, 1, 22, tzinfo=UTC)
    with travel("2031-01-15T12:00Z", tick=False):
        event = propose(
            datetime(2031, 6, 3, 19), questions=questions, answers_close_at=close, maybe_allowed=False
        )
        client, path = browse(hope), f"/events/{event.pk}/edit/"
        form = client.get(path).context["form"]
        before = Event.objects.values().get()
        assert client.post(path, filled(form)).status_code == 302
    assert Event.objects.values().get() == before | {"updated_at": Event.objects.get().updated_at}


def filled(form) -> dict[str, str]:
    """What a browser sends for a form that nobody touched."""
    bound = [form[name] for name in form.fields] + [
        row[name] for row in form.all_rows() for name in row.fields
    ]
    sent = {}
    for field in bound:
        value = field.field.widget.format_value(field.value())
        if (
            field.field.widget.input_type == "checkbox"
            if hasattr(field.field.widget, "input_type")
            else False
        ):
            value = "on" if field.value() else None
        if isinstance(value, list):
            value = value[0] if value else None
        if value is not None:
            sent[field.html_name] = value
    return sent


def test_a_question_whose_words_are_deleted_is_asked_no_more(browse, hope, propose):
    event = propose(questions=[{"text": "Which?", "kind": "choice", "choices": ["a", "b"]}, {"text": "Why?"}])
    client, path = browse(hope), f"/events/{event.pk}/edit/"
    sent = filled(client.get(path).context["form"])
    assert client.post(path, sent | {"questions-0-text": ""}).status_code == 302
    event.refresh_from_db()
    assert [(question["key"], question["text"]) for question in event.questions] == [("q2", "Why?")]


def test_a_key_that_nobody_gave_out_is_not_taken(browse, hope, propose):
    event = propose()
    client, path = browse(hope), f"/events/{event.pk}/edit/"
    sent = filled(client.get(path).context["form"])
    client.post(path, sent | {"questions-0-text": "Why?", "questions-0-key": "__proto__"})
    event.refresh_from_db()
    assert [question["key"] for question in event.questions] == ["q1"]


def test_another_meetup_of_the_tribe_at_the_same_time_is_said_and_no_hindrance(browse, ann, ben, propose):
    propose(title="Concert")
    propose(title="Secret", by=ben, visibility="invited")
    html = browse(ann).post(PROPOSE, ASKED, follow=True).text
    assert "“Concert” of #UsGuys is at the same time" in html
    assert "Secret" not in html
    assert Event.objects.count() == 3


def test_a_time_that_the_clock_shows_twice_is_said(browse, ann, tribe):
    with travel("2031-01-15T12:00Z", tick=False):
        html = browse(ann).post(PROPOSE, ASKED | {"date": "2031-11-02", "time": "01:30"}, follow=True).text
    assert "clocks go back: the first 01:30 is meant" in html


def test_a_move_says_it_too(browse, hope, propose):
    propose(title="Concert")
    event = propose(EVENING + timedelta(days=3))
    when = {"date": DAYS[0], "time": "19:00", "time_zone": ZONE}
    html = browse(hope).post(f"/events/{event.pk}/move/", when, follow=True).text
    assert "“Concert” of #UsGuys is at the same time" in html


def test_the_same_again_is_the_form_with_all_of_it_and_the_next_likely_day(browse, hope, ann, propose):
    event = propose(capacity=7, description="Bring hats", questions=[{"text": "Vegetarian?"}])
    actions.cancel(event, by=hope)
    client, path = browse(ann), f"/events/{event.pk}/again/"
    answer = client.get(path)
    form = answer.context["form"]
    assert form["date"].value() > event.local_start.date()
    assert (form["title"].value(), form["capacity"].value()) == (event.title, 7)
    assert client.post(path, filled(form)).status_code == 302
    again = Event.objects.latest("pk")
    assert (again.host, again.status, again.local_start.weekday()) == (ann, "scheduled", EVENING.weekday())
    assert again.local_end - again.local_start == event.local_end - event.local_start
    assert [question["text"] for question in again.questions] == ["Vegetarian?"]


def test_what_found_its_date_by_votes_does_so_again_whole_days_too(browse, hope, tribe):
    first = EVENING.replace(hour=0)
    slots = [{"local_start": first, "local_end": first + timedelta(days=2), "all_day": True}]
    what = {"title": "Hike", "place": "Woods", "slots": slots, "minimum_people": 4}
    event = actions.propose(tribe, by=hope, **what)
    client, path = browse(hope), f"/events/{event.pk}/again/"
    assert client.post(path, filled(client.get(path).context["form"])).status_code == 302
    again = Event.objects.latest("pk")
    slot = again.slots.get()
    assert (again.status, again.minimum_people, slot.all_day) == ("proposed", 4, True)
    assert slot.local_end - slot.local_start == timedelta(days=2)


def test_what_found_no_date_offers_as_many_times_as_before(browse, hope, tribe):
    slots = [{"local_start": EVENING + timedelta(days=days)} for days in (0, 2)]
    event = actions.propose(tribe, by=hope, title="Picnic", place="Park", slots=slots, minimum_people=4)
    with travel(event.decide_by):
        actions.look(event.decide_by)
        client, path = browse(hope), f"/events/{event.pk}/again/"
        assert client.post(path, filled(client.get(path).context["form"])).status_code == 302
    first, second = Event.objects.latest("pk").slots.all()
    assert second.local_start - first.local_start == timedelta(days=2)
    assert first.local_start.weekday() == EVENING.weekday()


def test_the_same_again_copies_no_address_that_its_reader_may_not_know(browse, hope, ann, propose):
    event = propose(address="5 Bond Street", address_shown_to="going")
    path = f"/events/{event.pk}/again/"
    assert "Bond" not in browse(ann).get(path).text
    assert "5 Bond Street" in browse(hope).get(path).text
    actions.respond(event, member=ann, answer="going")
    assert "5 Bond Street" in browse(ann).get(path).text


def test_members_find_the_way_to_the_same_again_on_what_is_over(browse, hope, ann, stranger, propose):
    event = propose()
    path = f"/events/{event.pk}/"
    assert "Same again?" not in browse(ann).get(path).text
    actions.cancel(event, by=hope)
    assert f'href="{path}again/"' in browse(ann).get(path).text
    assert "Same again?" not in browse(stranger).get(path).text


def test_only_members_of_the_tribe_propose_it_again(browse, stranger, propose):
    assert browse(stranger).get(f"/events/{propose().pk}/again/").status_code == 403
    hidden = propose(visibility="tribe")
    assert browse(stranger).get(f"/events/{hidden.pk}/again/").status_code == 404
