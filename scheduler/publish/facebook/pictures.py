"""Photos fit to go out: small enough for Facebook, and telling nothing of where and by whom they were taken."""

import io
from functools import lru_cache

from PIL import Image, ImageOps, UnidentifiedImageError

from scheduler.library.whole import whole_pictures
from scheduler.publish.facebook.silent import silent

LARGEST = 3_900_000
"""Facebook's reference allows 10 MB, its recorded error (1366046) says less than 4 MB: the stricter one, in
its smallest reading, less a bit."""

_SIDES = (4096, 2048, 1440, 1024)
_QUALITIES = (90, 82, 72)


class UnreadablePictureError(Exception):
    """What is no picture, or of a kind that is not taken; the text says why."""


@lru_cache(maxsize=8)
def fit(content: bytes) -> bytes:
    """The picture as it goes out: untouched where it is small and tells nothing, else encoded anew, upright.

    Raises UnreadablePictureError. The last few are remembered: one photo goes to many Pages.
    """
    try:
        with whole_pictures(), Image.open(io.BytesIO(content)) as image:
            if len(content) <= LARGEST and silent(content, image.format or ""):
                image.load()
                return content
            return _smaller(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise UnreadablePictureError(type(error).__name__) from None


def _smaller(image: Image.Image) -> bytes:
    """Encoded anew without what came along: PNG where something shines through and it fits, else JPEG."""
    if "A" in image.getbands() or "transparency" in image.info:
        png = _encoded(_plain(image.convert("RGBA")), "PNG", optimize=True)
        if len(png) <= LARGEST:
            return png
    flat = _plain(_on_white(image))
    for side in _SIDES:
        if flat.width > side or flat.height > side:
            flat.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            jpeg = _encoded(flat, "JPEG", quality=quality, optimize=True)
            if len(jpeg) <= LARGEST:
                return jpeg
    raise UnreadablePictureError("không nén được xuống dưới 4 MB")


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    white = Image.new("RGB", layer.size, "white")
    white.paste(layer, mask=layer.getchannel("A"))
    return white


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
