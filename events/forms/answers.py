"""What one says to a meetup: the answer of one press, and the party that comes along."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from tribemeet.forms import PageForm

from ..actions.questions import Question
from ..models import Event, Rsvp

# More choices than these are a list to open.
MOST_RADIOS = 6


class ReplyField(forms.CharField):
    """To one question of the hosts. Whether the reply will do is for the action to say; what a press did not
    say is shown as it stands."""

    @property
    def says_required(self) -> bool:
        return self.required

    def validate(self, value: Any) -> None:
        pass

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data is None else data


class NamesInput(forms.Widget):
    """Several text inputs of one name. The template draws them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:
        found = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name)
        return found or None


class NamesField(forms.Field):
    widget = NamesInput

    def to_python(self, value: Any) -> list[str] | None:
        text = forms.CharField(required=False)
        return None if value is None else [name for each in value if (name := text.clean(each))]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data is None else data


class RepliesForm(PageForm):
    """What the hosts ask, a field for each question, with the replies that stand."""

    use_required_attribute = False

    def __init__(self, *args: Any, event: Event, rsvp: Rsvp | None = None, **more: Any) -> None:
        super().__init__(*args, initial=_initial(rsvp), **more)
        self.fields |= {f"replies.{question['key']}": reply_field(question) for question in event.questions}

    @property
    def replies(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("replies.")]

    @property
    def asks(self) -> bool:
        """The hosts need a reply that is not there yet."""
        return any(reply.field.required and not reply.value() for reply in self.replies)

    def replied(self) -> dict[str, str]:
        """By the keys of the questions; those that were not on the page are not among them."""
        shown = [field.name for field in self.replies if field.html_name in self.data]
        return {name.partition(".")[2]: self.cleaned_data[name] for name in shown}


class AnswerForm(RepliesForm):
    """One press of a button: the answer, and what the page had promised. With `party` it is the whole form,
    and guests, names and replies are as they stand in it; else those that are not told stay as they were."""

    answer = forms.ChoiceField(choices=[(answer.value, answer.label) for answer in Rsvp.ANSWERS])
    guests = forms.IntegerField(min_value=0, max_value=10, required=False, label="Guests with you")
    guest_names = NamesField(required=False, label="Their names")
    expects = forms.CharField(max_length=10, required=False)
    party = forms.BooleanField(required=False)

    def __init__(self, *args: Any, event: Event, rsvp: Rsvp | None = None, **more: Any) -> None:
        super().__init__(*args, event=event, rsvp=rsvp, **more)
        self.most_guests = max(event.guests_each, rsvp.guests if rsvp else 0)

    @property
    def names_shown(self) -> list[str]:
        """A name, or room for one, for each guest there may be."""
        names: list[str] = self["guest_names"].value() or []
        return [*names, *[""] * (self.most_guests - len(names))]

    @property
    def has_party(self) -> bool:
        """There is more to tell than the answer."""
        return bool(self.most_guests or self.replies)

    def asked(self) -> dict[str, Any]:
        asked = {name: self.cleaned_data[name] for name in ("answer", "expects")}
        if asked["answer"] == Rsvp.Status.DECLINED:
            return asked | {"guests": 0, "guest_names": []}  # whatever else stands in the form
        guests, names, whole = (self.cleaned_data[name] for name in ("guests", "guest_names", "party"))
        if whole or guests is not None:
            asked["guests"] = guests or 0
        if whole or names is not None:
            asked["guest_names"] = names or []
        if whole and self.replies:
            asked["replies"] = self.replied()
        return asked


class HideForm(PageForm):
    hidden = forms.ChoiceField(choices=[("yes", "Hide me"), ("no", "Show me")])

    def asked(self) -> dict[str, Any]:
        return {"hidden": self.cleaned_data["hidden"] == "yes"}


def _initial(rsvp: Rsvp | None) -> dict[str, Any]:
    if rsvp is None:
        return {"guests": 0, "guest_names": []}
    replies = {f"replies.{key}": reply for key, reply in rsvp.replies.items()}
    return {"guests": rsvp.guests, "guest_names": rsvp.guest_names, **replies}


def reply_field(question: Question) -> ReplyField:
    return ReplyField(label=question["text"], required=question["required"], widget=_widget(question))


def _widget(question: Question) -> forms.Widget:
    if question["kind"] == "text":
        return forms.TextInput()
    labels = (("yes", "Yes"), ("no", "No")) if question["kind"] == "yes_no" else ()
    choices = labels or tuple((choice, choice) for choice in question["choices"])
    if len(choices) > MOST_RADIOS:
        return forms.Select(choices=[("", "Choose one"), *choices])
    return forms.RadioSelect(choices=choices if question["required"] else [*choices, ("", "No answer")])


class AgendaFilter(forms.Form):
    """Which of one's answers the agenda shows; what makes no sense shows all."""

    CHOICES = (
        ("", "All"),
        ("going", "Going"),
        ("maybe", "Maybe"),
        ("waitlisted", "Waiting"),
        ("past", "Past"),
    )
    show = forms.ChoiceField(choices=CHOICES, required=False)

    def shown(self) -> str:
        chosen: str = self.cleaned_data["show"] if self.is_valid() else ""
        return chosen
