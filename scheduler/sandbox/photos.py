"""Photos: uploaded, kept, attached once."""

from __future__ import annotations

import io
import sqlite3
import warnings

from PIL import Image

from scheduler.sandbox.call import Call, Json, Upload
from scheduler.sandbox.errors import GraphError, bad_parameter, missing_object
from scheduler.sandbox.nodes import show_photo
from scheduler.sandbox.params import flag
from scheduler.sandbox.settings import MEGABYTE

FORMATS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
}


def check_image(content: bytes, most: int) -> tuple[str, int, int]:
    """The media type, width and height of an image.

    Raises GraphError 100/1366046 for one too large or of a kind not taken, 324 for what is no image.
    """
    if len(content) > most:
        raise GraphError(100, 1366046, user_message=f"Photos should be less than {most // MEGABYTE} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content))
            image.verify()
    except Exception as error:
        # Pillow's readers raise many kinds of errors on broken files; all mean the same here.
        raise GraphError(324) from error
    if image.format not in FORMATS:
        raise GraphError(100, 1366046)
    return FORMATS[image.format], image.width, image.height


def upload_of(call: Call) -> Upload:
    """The one file of a photo call. This server fetches nothing from the network, so no `url`."""
    if "url" in call.parameters:
        text = "The sandbox fetches no photo from an address: send the file itself as a multipart part."
        raise GraphError(324, user_message=text)
    if len(call.uploads) != 1:
        raise GraphError(324, user_message=f"One file part is needed, {len(call.uploads)} came.")
    return call.uploads[0]


def insert_photo(call: Call, caption: str) -> str:
    """Keep the uploaded image under the next photo number of its Page; its id."""
    upload = upload_of(call)
    mime, width, height = check_image(upload.content, call.limits.photo_bytes)
    page_id = call.page_id
    call.database.run("UPDATE page SET photos = photos + 1 WHERE id = ?", page_id)
    row = call.database.one("SELECT photos FROM page WHERE id = ?", page_id)
    # Photo ids are bare numbers, so the Page's own number keeps those of two Pages apart.
    photo_id = f"9{page_id}{row['photos'] if row else 0:06d}"
    alt_text = call.parameters.get("alt_text_custom", "")
    call.database.run(
        "INSERT INTO photo (id, page_id, bytes, mime, width, height, caption, alt_text, temporary, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(photo_id, page_id, upload.content, mime, width, height, caption, alt_text),
        *(flag(call.parameters, "temporary", False), int(call.at)),
    )
    return photo_id


def attach(call: Call, post_id: str, media: list[str]) -> None:
    """Put photos into a post, each of them for the first and only time.

    Raises GraphError 100/1366051 for a photo used before, 100 for one that is not there.
    """
    if len(set(media)) != len(media):
        raise bad_parameter("attached_media", "names a photo twice")
    for position, photo_id in enumerate(media):
        photo = _usable(call, photo_id)
        call.database.run(
            "UPDATE photo SET post_id = ?, position = ?, consumed = 1 WHERE id = ?",
            post_id,
            position,
            photo["id"],
        )


def _usable(call: Call, photo_id: str) -> sqlite3.Row:
    sql = "SELECT * FROM photo WHERE id = ? AND page_id = ? AND deleted_at IS NULL"
    photo = call.database.one(sql, photo_id, call.page_id)
    if photo is None:
        raise bad_parameter("attached_media", f"names a photo that does not exist: {photo_id[:40]}")
    if photo["consumed"] or call.twist.media_used:
        raise GraphError(100, 1366051)
    if photo["created_at"] + call.limits.unused_photo_life < call.at:
        raise bad_parameter("attached_media", f"names a photo that was left unused too long: {photo_id[:40]}")
    return photo


def release_photos(call: Call, post_id: str) -> None:
    """Take the photos out of a post; they stay used up."""
    call.database.run("UPDATE photo SET post_id = NULL WHERE post_id = ?", post_id)


def find_photo(call: Call) -> sqlite3.Row:
    """The photo that the call names. Raises GraphError 100/33 also for one that vanished unused."""
    sql = "SELECT * FROM photo WHERE id = ? AND deleted_at IS NULL"
    photo = call.database.one(sql, call.object_id)
    if photo is None or _vanished(call, photo):
        raise missing_object(call.object_id, call.method)
    return photo


def _vanished(call: Call, photo: sqlite3.Row) -> bool:
    return not photo["consumed"] and photo["created_at"] + call.limits.unused_photo_life < call.at


def read_photo(call: Call) -> Json:
    """GET /{photo}."""
    return show_photo(call, find_photo(call), call.parameters.get("fields"))
