"""Small questions of looks that templates ask; nothing here knows a model."""

from urllib.parse import urlencode
from zlib import crc32

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString

from tribemeet import markdown

register = template.Library()

HUES = 8


@register.filter
def initials(name: str) -> str:
    """One or two letters for a face without a picture: TJ of TedJones, MS of Mary Smith, U of usguy."""
    words = name.replace("_", " ").split() or ["?"]
    capitals = [letter for letter in words[0] if letter.isupper()]
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return "".join(capitals[:2]) if len(capitals) > 1 else words[0][0].upper()


@register.filter
def hue(handle: str) -> int:
    """The same ground for the same handle on every page, from 1 to 8."""
    return crc32(handle.lower().encode()) % HUES + 1


@register.filter
def as_markdown(text: str) -> SafeString:
    return markdown.render(text)


@register.simple_tag(takes_context=True)
def page_link(context: RequestContext, number: int, name: str) -> str:
    """This very address on another page; the search and the filter stay as they are."""
    query = context["request"].GET.dict() | {name or "page": number}
    return f"?{urlencode(query)}"
