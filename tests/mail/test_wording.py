"""Every kind of mail with a hard case: names with markup in them, text that looks like a template."""

import re
from html.parser import HTMLParser

import pytest

from tribemeet.mail import render

EVENT = {
    "title": "Tom & Jo's <b>birthday</b> {{ event.url }}",
    "when": "Sat 14 Mar 2026, 19:00 to 21:00 · New York time",
    "short": "Sat 14 Mar 19:00",
    "for_you": "Sun 15 Mar, 00:00 for you (Berlin)",
    "relative_day": "Tomorrow",
    "clock": "19:00",
    "month": "Mar",
    "day": 14,
    "weekday": "Sat",
    "where": ["The Long Bar & Grill", "12 Water Street, New York"],
    "host": "Zoë",
    "tribe": "#UsGuys",
    "url": "https://tribemeet.example/events/1/",
    "tribe_url": "https://tribemeet.example/tribes/usguys/",
}
COMMON = {
    "event": EVENT,
    "recipient": "Ana O'Neil <ana@example.org>",
    "guests": 2,
    "going_count": 25,
    "limited": True,
    "maybe_allowed": True,
    "reply_url": "https://tribemeet.example/l/a1-2.token/?answer=going",
    "answer_url": "https://tribemeet.example/l/a1-2.token/",
}
URL = "https://tribemeet.example/l/x1-2.token/"
UNTIL = {"until": "Fri 07:00", "zone": "New York time", "url": URL}
LONG = "Tea & <i>coffee</i>? " + "Or rather something else that takes long to ask? " * 3
REPLIES = [{"question": LONG, "reply": "Both, {{ please }}"}]
OFFERED = [EVENT["when"], "Fri 20 Mar 2026, all day · New York time"]
VOTED = [{"when": when, "said": "You said yes.", "vetoed": when != EVENT["when"]} for when in OFFERED]
LAPSED = {"slots": OFFERED, "minimum": 3, "decided": "Thu 12 Mar", "again": URL}
CHANGES = [
    {"label": "When", "was": "Fri 13 Mar 2026, 19:00 to 21:00 · New York time", "now": EVENT["when"]},
    {"label": "Where", "was": "Joe's & <i>Sons</i>", "now": "The Long Bar & Grill"},
]
KINDS = {
    "going": {},
    "waitlisted": {"position": 3},
    "promoted": {},
    "changed": {"changes": CHANGES, "asks": True, "new_time": True, "new_place": True},
    "cancelled": {"reason": "Flooded & <script>closed</script>.\nSorry!", "had_entry": True, "over": True},
    "left": {"sees": True},
    "removed": {"had_entry": True},
    "reminder": {},
    "pending": {},
    "approval_asked": {"asker": "Bob <b>", "replies": REPLIES, "url": URL},
    "approved": {},
    "added": {"position": 3},
    "turned_down": {},
    "offered": UNTIL,
    "released": {},
    "offer_lapsed": {},
    "keep": UNTIL,
    "invited": {},
    "invited_to_vote": UNTIL | {"slots": [EVENT["when"], "Fri 20 Mar 2026"], "minimum": 3},
    "floor_missed": {
        "minimum": 30,
        "left": 25,
        "offered": 2,
        "url": URL,
        "move_url": URL + "move/",
        "cancel_url": URL + "cancel/",
    },
    "cohost_added": {},
    "date_fixed": {},
    "other_date_fixed": {},
    "proposal_changed": UNTIL | {"slots": VOTED, "times": True, "place": True},
    "proposal_lapsed": LAPSED,
    "proposal_cancelled": LAPSED | {"reason": "Flooded & <script>closed</script>.\nSorry!"},
}
SUBJECTS = {
    "going": "You're going: {title}, Sat 14 Mar 19:00",
    "waitlisted": "You're number 3 in line: {title}, Sat 14 Mar 19:00",
    "promoted": "You got a place: {title}, Sat 14 Mar 19:00",
    "changed": "New time and place: {title}, now Sat 14 Mar 19:00",
    "cancelled": "Cancelled: {title}, Sat 14 Mar 19:00",
    "left": "You're not going: {title}, Sat 14 Mar 19:00",
    "removed": "You're off the list: {title}, Sat 14 Mar 19:00",
    "reminder": "Tomorrow 19:00: {title}",
    "pending": "The hosts will answer: {title}, Sat 14 Mar 19:00",
    "approval_asked": "Bob <b> asks to come: {title}, Sat 14 Mar 19:00",
    "approved": "The hosts said yes: {title}, Sat 14 Mar 19:00",
    "added": "You're number 3 in line: {title}, Sat 14 Mar 19:00",
    "turned_down": "Not this time: {title}, Sat 14 Mar 19:00",
    "offered": "A place for you until Fri 07:00: {title}, Sat 14 Mar 19:00",
    "released": "Your place went back: {title}, Sat 14 Mar 19:00",
    "offer_lapsed": "The place went on: {title}, Sat 14 Mar 19:00",
    "keep": "Still coming? {title}, Sat 14 Mar 19:00",
    "invited": "{title}, Sat 14 Mar 19:00: coming?",
    "invited_to_vote": "{title}: when can you come?",
    "floor_missed": "Only 25 are left: {title}, Sat 14 Mar 19:00",
    "cohost_added": "You host this one, too: {title}, Sat 14 Mar 19:00",
    "date_fixed": "The date is fixed: {title}, Sat 14 Mar 19:00. Can you come?",
    "other_date_fixed": "The date is fixed: {title}, Sat 14 Mar 19:00",
    "proposal_changed": "Other times to choose from: {title}. When can you come?",
    "proposal_lapsed": "No date was found: {title}",
    "proposal_cancelled": "Cancelled: {title}",
}


class Links(HTMLParser):
    """Where a mail leads, and whatever it would fetch."""

    def __init__(self, html):
        super().__init__()
        self.leads_to, self.fetches, self.tags, self.language = set(), set(), set(), None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.add(tag)
        self.language = values.get("lang", self.language)
        if tag == "a":
            self.leads_to.add(values["href"])
        elif fetched := values.get("src") or values.get("href") or values.get("background"):
            self.fetches.add(fetched)
        if tag == "table" and "changes" not in values.get("class", ""):
            assert values["role"] == "presentation"


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def wording(kind):
    return render(kind, COMMON | KINDS[kind])


def test_the_subject_says_the_status_first_and_names_read_as_typed(kind, wording):
    assert wording.subject == SUBJECTS[kind].format(title=EVENT["title"])


def test_the_text_part_is_complete_and_names_read_as_typed(wording):
    for fact in (
        "Ana O'Neil <ana@example.org>",
        EVENT["title"],
        EVENT["when"],
        *EVENT["where"],  # type: ignore[misc]
        "Zoë",
        "#UsGuys",
    ):
        assert fact in wording.text
    assert "&amp;" not in wording.text
    assert "&#x27;" not in wording.text


def test_text_lines_hold_78_columns_and_links_stand_alone(wording):
    lines = wording.text.splitlines()
    assert max(map(len, lines)) <= 78
    typed = EVENT["title"]
    assert all(line.startswith("http") for line in lines if "https://" in line and line != typed)
    assert "\n\n\n" not in wording.text


def test_markup_in_a_name_is_shown_and_not_obeyed(wording):
    page = Links(wording.html)
    assert not page.tags & {"b", "i", "script"}
    assert "Ana O" in wording.html
    assert "<ana@example.org>" not in wording.html


def test_what_looks_like_a_template_stays_what_was_typed(wording):
    assert "{{ event.url }}" in wording.text
    assert "{{ event.url }}" in wording.html


def test_both_parts_lead_to_the_same_pages(wording):
    assert Links(wording.html).leads_to == set(re.findall(r"^https://\S+", wording.text, re.MULTILINE))


def test_nothing_is_fetched_and_the_language_is_named(wording):
    page = Links(wording.html)
    assert page.fetches == set()
    assert "url(" not in wording.html
    assert "img" not in page.tags
    assert page.language == "en"


def test_it_is_small_has_inline_styles_and_a_dark_side(wording):
    assert len(wording.html.encode()) <= 60_000
    assert '<td class="card" style="' in wording.html
    assert "@media (prefers-color-scheme: dark)" in wording.html
    assert '<meta name="color-scheme" content="light dark">' in wording.html


def test_the_first_words_of_the_mail_are_hidden_before_its_headline(wording):
    preheader = re.search(
        r'<div class="preheader" style="[^"]*display: ?none[^"]*">([^<]+)</div>', wording.html
    )
    assert preheader
    assert len(preheader[1].strip()) > 20


def test_a_seat_for_one_does_not_speak_of_guests():
    assert "guest" not in render("going", COMMON | {"guests": 0}).text
    assert "1 guest." in render("going", COMMON | {"guests": 1}).text


@pytest.mark.parametrize(
    ("changed", "subject"),
    [
        ({"new_time": True}, "New time: {title}, now Sat 14 Mar 19:00"),
        ({"new_place": True}, "New place: {title}, Sat 14 Mar 19:00"),
        ({"moved": True}, "Moved: {title}, now Sat 14 Mar 19:00"),
        ({}, "Updated: {title}, Sat 14 Mar 19:00"),
    ],
)
def test_a_change_is_named_in_the_subject(changed, subject):
    wording = render("changed", COMMON | {"changes": CHANGES[:1]} | changed)
    assert wording.subject == subject.format(title=EVENT["title"])


def test_a_change_that_asks_nothing_says_that_the_answer_stays():
    text = render("changed", COMMON | {"changes": CHANGES[1:], "asks": False}).text
    assert "Still coming?" not in text
    assert "Your answer stays as it is" in " ".join(text.split())
