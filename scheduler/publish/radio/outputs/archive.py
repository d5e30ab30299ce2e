"""Zip files whose bytes depend on nothing but what is in them."""

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip file can name: the time of packing would make every packing another file."""

_FILE = 0o100644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files in a zip, in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _FILE, 3
            archive.writestr(entry, content)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a zip of our own making, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
