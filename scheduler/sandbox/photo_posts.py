"""POST /{page}/photos and DELETE /{photo}: where photos and posts meet."""

from __future__ import annotations

from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.errors import GraphError, bad_parameter
from scheduler.sandbox.nodes import show_photo
from scheduler.sandbox.params import flag
from scheduler.sandbox.photos import attach, find_photo, insert_photo
from scheduler.sandbox.post_rules import check_message, planned_state
from scheduler.sandbox.posts import Draft, insert_post, require_publisher


def create_photo(call: Call) -> Json:
    """A published photo makes a post of its own; an unpublished one waits to be attached."""
    published = flag(call.parameters, "published", True)
    require_publisher(call, published=published)
    scheduled = "scheduled_publish_time" in call.parameters
    if flag(call.parameters, "temporary", False) and (scheduled or published):
        raise bad_parameter("temporary", "needs published=false and forbids scheduled_publish_time")
    caption = _caption(call)
    # A photo is its post's only content and no forgotten list, so its schedule needs no SCHEDULED.
    state, scheduled_at = planned_state(call, published, has_media=False)
    photo_id = insert_photo(call, caption)
    answer: Json = {"id": photo_id}
    if state != "draft":
        post_id = insert_post(call, Draft(caption, None, state, scheduled_at, {}))
        attach(call, post_id, [photo_id])
        answer["post_id"] = post_id
    wanted = call.parameters.get("fields")
    if wanted:
        call.object_id = photo_id
        answer |= show_photo(call, find_photo(call), wanted)
    return answer


def _caption(call: Call) -> str:
    given = [call.parameters[name] for name in ("caption", "message", "name") if name in call.parameters]
    if len(given) > 1:
        raise GraphError(100, message="(#100) Give the text of a photo once, as caption")
    check_message(call, given[0] if given else "")
    return given[0] if given else ""


def delete_photo(call: Call) -> Json:
    """An upload that is not needed after all; a photo that is in a post goes with its post."""
    require_publisher(call)
    photo = find_photo(call)
    if photo["post_id"]:
        raise GraphError(200, message="(#200) The photo belongs to a post: delete the post")
    call.database.run("UPDATE photo SET deleted_at = ? WHERE id = ?", call.at, photo["id"])
    return {"success": True}
