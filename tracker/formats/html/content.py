"""Which part of a saved page is its document, and which only surrounds it."""

from __future__ import annotations

import re

from tracker.formats.html.styles import Style, look
from tracker.formats.html.tree import Node

NEVER = frozenset(
    {
        "script", "style", "template", "noscript", "object", "embed", "iframe", "svg", "canvas",
        "audio", "video", "map", "head", "select", "button", "datalist", "dialog",
    }
)  # fmt: skip
SURROUNDINGS = frozenset({"nav", "aside", "footer", "form"})
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog"})
# classes and names on the page of what is no part of the document
ORNAMENTS = frozenset(
    """
    nav navbar navigation menu sidebar side-bar breadcrumb breadcrumbs breadcrumb-section footer
    site-footer page-footer site-header skip-link skip-to-content skiplink cookie cookies
    cookie-banner cookie-consent cookie-notice consent gdpr toc table-of-contents toc-macro
    pagination share sharing social newsletter subscribe advert advertisement related
    related-posts comments comment-list disqus_thread mw-editsection navbox printfooter catlinks
    mw-jump-link mw-navigation mw-panel mw-head vector-menu headerlink anchor-link page-metadata
    likes-and-labels-container labels-section footer-body onetrust-banner-sdk
    onetrust-consent-sdk mw-indicators sitesub contentsub jump-to-nav modal popup
    """.split()  # noqa: SIM905  one word a line would fill two screens
)
# where documents stand, the surest first
PLACES = (
    "wiki-content", "mw-parser-output", "mw-content-text", "markdown-body", "main-content",
    "page-body", "postmortem", "post-content", "entry-content", "article-body", "document",
)  # fmt: skip
MOST = 0.5  # what holds more than this share of a page's words is no ornament
SPACE = re.compile(r"[^:]{1,60} : ")
SITE = re.compile(r"\s[|\u00b7\u00bb]\s")  # the site's name follows
# what links within the page show: anchors, and numbers of footnotes
LONGEST_PERMALINK = 5  # letters
PERMALINK = re.compile(r"[#\u00b6\u00a7\u2191\u21a9\U0001f517\ufe0e\ufe0f]*$|\[?\d{1,3}\]?$")


def content(root: Node, classes: dict[str, Style]) -> Node:
    """Return the part of the page that is its document, without ornaments.

    A guess that would lose half of the words is not followed.
    """
    title = next((node.words() for node in root.walk() if node.name == "title"), "")
    root.weigh()
    _prune(root, classes)
    root.weigh()
    body = _place(root)
    if not any(node.name == "h1" for node in body.walk()):
        heading = next(
            (one for one in root.walk() if one.name == "h1" and _heads(one, title)), None
        )
        words = _named(heading) if heading else SITE.split(title)[0]
        if words and (heading or not any(node.name == "h2" for node in body.walk())):
            told = Node("h1", heading.line if heading else 1)
            told.children = [Node("", told.line, words)]
            body.children.insert(0, told)
    return body


def _heads(heading: Node, title: str) -> bool:
    """Return whether a title outside the document is the page's, and not its site's."""
    return heading.get("id") == "title-heading" or title.startswith(heading.words()[:200])


def _named(heading: Node) -> str:
    """Return a page's title; before Confluence's stands the space's name."""
    space = heading.get("id") == "title-heading"
    return SPACE.sub("", heading.words()) if space else heading.words()


def _prune(root: Node, classes: dict[str, Style]) -> None:
    total = root.size
    waiting = [(root, False)]
    while waiting:
        node, inside = waiting.pop()
        inside = inside or node.name in {"main", "article"}
        node.children = [
            child for child in node.children if not _is_left_out(child, total, classes, inside)
        ]
        waiting.extend((child, inside) for child in node.children if child.children)


def _is_left_out(node: Node, total: int, classes: dict[str, Style], inside: bool) -> bool:  # noqa: FBT001  of the walk above only
    if not node.name or (node.size > total * MOST and node.name not in NEVER - {"head"}):
        return False
    if node.name in NEVER:
        return True
    if node.name in SURROUNDINGS or node.get("role").lower() in ROLES:
        # what stands beside the text of an article is a note of its author
        written = node.name == "form" and _is_written(node)
        return not (written or (node.name == "aside" and inside))
    if node.name == "header" and not inside:
        return not any(one.name == "h1" for one in node.walk()) or _has_navigation(node)
    return bool(node.attrs) and (
        "hidden" in node.attrs
        or look(node, classes).hidden
        or not ORNAMENTS.isdisjoint(node.classes())
        or _is_permalink(node)
    )


def _is_permalink(node: Node) -> bool:
    """Return whether a link within the page is only its anchor, or a footnote's number."""
    within = node.name == "a" and node.get("href").startswith("#")
    short = within and node.size <= LONGEST_PERMALINK
    return short and PERMALINK.match(node.words()) is not None


def _is_written(form: Node) -> bool:
    """Return whether a form holds a document's parts, as pages of some servers do throughout."""
    return any(node.name in {"h1", "h2", "h3", "li", "tr"} for node in form.walk())


def _has_navigation(node: Node) -> bool:
    return any(one.name == "nav" or one.get("role") == "navigation" for one in node.walk())


def _place(root: Node) -> Node:
    """Return the container of the document if it holds most of what is left, else the page."""
    found: dict[str, Node] = {}
    for node in root.walk():
        keys = [node.name] if node.name in {"main", "article"} else []
        keys += ["main"] if node.get("role") == "main" else []
        keys += [name for name in node.classes() if name in PLACES] if node.attrs else []
        for key in keys:
            if key not in found or node.size > found[key].size:
                found[key] = node
    for key in (*PLACES, "article", "main"):
        if key in found and found[key].size > root.size * MOST:
            return found[key]
    return root
