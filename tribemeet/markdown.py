"""Text that members write becomes HTML here and nowhere else."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "typographer": False}).enable("linkify")

# Headings of a description stand below the page's own h1 and h2, so that the outline stays true.
_heading_below = {"h1": "h3", "h2": "h4", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}

# No pictures: an <img> from another host would tell that host who reads the page.
ALLOWED = {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "h4"}


def render(text: str) -> SafeString:
    """Markdown to HTML of the allow-list. Links open with no referrer and earn nobody a ranking."""
    tokens = _parser.parse(text)
    for token in tokens:
        token.tag = _heading_below.get(token.tag, token.tag)
    html = nh3.clean(
        _parser.renderer.render(tokens, _parser.options, {}),
        tags=ALLOWED,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - nh3 has just cleaned it
