"""Pictures that must be whole: WeasyPrint, once loaded, has Pillow fill what is lacking of any picture with grey."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile

_ONE = threading.RLock()


@contextmanager
def whole_pictures() -> Iterator[None]:
    """While this lasts, Pillow raises OSError for a picture that ends halfway, whatever else is loaded.

    One thread at a time: what Pillow does with such pictures is one switch for the whole process.
    """
    with _ONE:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
