"""Photos that people upload: known by what is in them, drawn anew, named by their content."""

import hashlib
import io
import os
import tempfile
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from scheduler.core.phrase import phrase
from scheduler.errors import BhxhError
from scheduler.library.checks.media import MAX_PIXELS
from scheduler.library.folder import MAX_MEDIUM
from scheduler.library.whole import whole_pictures

TAKEN = ("JPEG", "PNG", "WEBP", "GIF")
"""Formats that are taken. A moving picture is kept as its first frame."""

MAX_UPLOAD = 20_000_000
"""Bytes of an upload: a phone's photo at its best. What is kept is at most `MAX_MEDIUM`."""

MAX_SIDE = 2048
"""Pixels of the longer side that are kept: what Facebook shows at most."""

FOLDER = "tai-len"
"""Where uploads lie under `content/media/`."""


class NotAPhoto(BhxhError):
    """The upload is none, or too large; nothing was kept."""


def keep_photo(media: Path, data: bytes, shown: str) -> str:
    """Keep an upload under `content/media/`; its name there. `shown` is what the person called it, for errors.

    The picture is drawn anew: what a phone adds (place, owner) and what somebody hid in the file is not kept.
    Raises NotAPhoto.
    """
    if len(data) > MAX_UPLOAD:
        raise NotAPhoto(
            phrase("ảnh lớn hơn {max_upload} MB", max_upload=MAX_UPLOAD // 1000000),
            where=shown,
            fix=phrase("hãy giảm kích thước ảnh"),
        )
    clean, suffix = _drawn(data, shown)
    name = f"{FOLDER}/{hashlib.sha256(clean).hexdigest()[:24]}.{suffix}"
    file = media / name
    if file.exists():
        os.utime(file)  # offered again: the sweep counts from now
    else:
        _write(file, clean, shown)
    return name


def _drawn(data: bytes, shown: str) -> tuple[bytes, str]:
    try:
        with whole_pictures(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs and odd tags: what matters is asked below
            with Image.open(io.BytesIO(data), formats=TAKEN) as image:
                if image.width * image.height > MAX_PIXELS:
                    what = phrase("ảnh quá lớn ({width}×{height} điểm)", width=image.width, height=image.height)
                    raise NotAPhoto(what, where=shown, fix=phrase("hãy giảm kích thước ảnh"))
                return _saved(image)
    except UnidentifiedImageError:
        fix = phrase("chọn một ảnh {taken}", taken=", ".join(TAKEN))
        raise NotAPhoto(phrase("tệp này không phải ảnh mở được"), where=shown, fix=fix) from None
    except NotAPhoto:
        raise
    except Exception:  # Pillow's decoders raise anything at all on broken files
        raise NotAPhoto(phrase("ảnh hỏng, không mở được"), where=shown, fix=phrase("hãy chép lại ảnh")) from None


def _saved(image: Image.Image) -> tuple[bytes, str]:
    """As PNG where it was one and stays small enough, else as JPEG on white."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    if image.format == "PNG":
        upright.convert("RGBA" if "transparency" in image.info or "A" in upright.mode else "RGB").save(out, "PNG")
        if out.tell() <= MAX_MEDIUM:
            return out.getvalue(), "png"
    flat = Image.new("RGB", upright.size, "white")
    rgba = upright.convert("RGBA")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue(), "jpg"


def _write(file: Path, data: bytes, shown: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".", suffix="~")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(draft).chmod(0o644)
        Path(draft).replace(file)
    except OSError as error:
        what = phrase("không lưu được ảnh: {strerror}", strerror=error.strerror)
        raise BhxhError(what, where=shown, fix=phrase("kiểm tra quyền ghi và chỗ trống trên đĩa")) from None
