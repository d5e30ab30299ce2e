"""The id of a post on Facebook, from what a person copied there: the id itself, or the address of the post."""

import re
from urllib.parse import parse_qs, urlsplit

_WHOLE = re.compile(r"(\d{1,25})_(\d{1,25})")
_POST = re.compile(r"(?:posts|photos|videos|permalink)/(?:[^/]+/)?(\d{1,25})/?$")


def remote_id(typed: str, page_id: str) -> str:
    """The id as the Graph API says it, `page_post`; "" where none can be read, or where it is another Page's."""
    typed = typed.strip()
    if whole := _WHOLE.fullmatch(typed):
        return typed if whole[1] == page_id else ""
    try:
        address = urlsplit(typed)
    except ValueError:
        return ""
    if address.scheme not in ("http", "https"):
        return ""
    return _of_address(address.path, parse_qs(address.query), page_id)


def _of_address(path: str, query: dict[str, list[str]], page_id: str) -> str:
    if whole := _WHOLE.fullmatch(path.strip("/").rpartition("/")[2]):
        return whole[0] if whole[1] == page_id else ""
    story, page = query.get("story_fbid", [""])[0], query.get("id", [page_id])[0]
    if not story and (found := _POST.search(path)):
        story = found[1]
    return f"{page_id}_{story}" if page == page_id and story.isascii() and story.isdigit() and len(story) <= 25 else ""
