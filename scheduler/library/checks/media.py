"""Photos under `content/media/`."""

import io
import warnings
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from scheduler.core.phrase import phrase
from scheduler.library.book import Book
from scheduler.library.folder import MAX_MEDIUM, File
from scheduler.library.problem import Problem
from scheduler.library.whole import whole_pictures

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
"""What Facebook takes as a photo."""
MAX_PIXELS = 50_000_000


def check_media(book: Book) -> Iterator[Problem]:
    """Files that are no pictures. Their size was looked at when they were read."""
    for file in book.media.values():
        if len(file.data) <= MAX_MEDIUM and (fault := _fault(file)):
            yield Problem(file.path, 1, 1, fault)


def _fault(file: File) -> str:
    try:
        with whole_pictures(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs and odd tags: what matters is asked below
            with Image.open(io.BytesIO(file.data), formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    return phrase(
                        "ảnh quá lớn ({width}×{height} điểm); hãy giảm kích thước ảnh",
                        width=image.width,
                        height=image.height,
                    )
                image.verify()
            _decode(file.data)
    except UnidentifiedImageError:
        return phrase("không phải ảnh mở được; Facebook chỉ nhận {formats}", formats=", ".join(FORMATS))
    except Exception:  # Pillow's decoders raise anything at all on broken files
        return phrase("ảnh hỏng, không mở được; hãy chép lại ảnh")
    return ""


def _decode(content: bytes) -> None:
    """Draw the picture once, a JPEG at its smallest: `verify` finds no photo that ends halfway."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        if image.format != "PNG":  # of these it did look at every part
            image.draft("RGB", (1, 1))
            image.load()
