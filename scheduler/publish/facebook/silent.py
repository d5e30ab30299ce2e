"""Whether a picture's file holds pixels and nothing else: read by its parts, for a decoder passes over what it does not
know. A telephone's photo may carry its place in a film behind the picture, or in parts of other programs.

Each reader knows what may stay; anything else, and any doubt, means that the picture is drawn anew.
"""

import re

_LENGTH = 2
"""Bytes that a part's own length takes, and counts."""
_JPEG_KEPT = {0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xEE}
"""Frames, tables, scans, restart intervals, and Adobe's mark of the colours."""
_END, _SCAN, _APP0, _APP2 = 0xD9, 0xDA, 0xE0, 0xE2
_JFIF, _COLOURS = b"JFIF\0", b"ICC_PROFILE\0"
_PLAIN_JFIF = 16
"""Bytes of a JFIF mark without a thumbnail: the thumbnail may still show what was cut away."""
_NEXT_MARK = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""In a scan `FF00` is a value and `FFD0` to `FFD7` are restarts; what else follows FF ends it."""

_PNG_START = 8
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"iCCP", b"IDAT", b"IEND"}

_GIF_START = 13
_GIF_EXTENSION, _GIF_PICTURE, _GIF_CONTROL, _GIF_LOOP = b"\x21", b"\x2c", b"\xf9", b"\xff\x0bNETSCAPE2.0\x03"


def silent(content: bytes, kind: str) -> bool:
    """Whether the file may go out as it is. Pure; False for kinds that are not known here."""
    readers = {"JPEG": _jpeg, "PNG": _png, "GIF": _gif}
    return kind in readers and readers[kind](content)


def _jpeg(content: bytes) -> bool:
    at = 2
    while content[at : at + 1] == b"\xff":
        mark = content[at + 1] if at + 1 < len(content) else 0
        if mark == _END:
            return at + 2 == len(content)
        size = int.from_bytes(content[at + 2 : at + 4])
        if size < _LENGTH or not _kept(mark, content[at + 4 : at + 2 + size]):
            return False
        at += 2 + size
        if mark == _SCAN:
            following = _NEXT_MARK.search(content, at)
            if following is None:
                return False
            at = following.end() - 2
    return False


def _kept(mark: int, body: bytes) -> bool:
    if mark == _APP0:
        return body.startswith(_JFIF) and len(body) + _LENGTH == _PLAIN_JFIF
    return mark in _JPEG_KEPT or (mark == _APP2 and body.startswith(_COLOURS))


def _png(content: bytes) -> bool:
    at, kind = _PNG_START, b""
    while kind != b"IEND":
        kind = content[at + 4 : at + 8]
        if kind not in _PNG_KEPT:
            return False
        at += 12 + int.from_bytes(content[at : at + 4])
    return at == len(content)


def _gif(content: bytes) -> bool:
    at = _GIF_START + _colours(content, 10)
    while (mark := content[at : at + 1]) in (_GIF_EXTENSION, _GIF_PICTURE):
        if mark == _GIF_PICTURE:
            at += 11 + _colours(content, at + 9)
        elif content[at + 1 : at + 2] == _GIF_CONTROL or content[at + 1 :].startswith(_GIF_LOOP):
            at += 2
        else:
            return False
        while size := int.from_bytes(content[at : at + 1]):
            at += 1 + size
        at += 1
    return mark == b";" and at + 1 == len(content)


def _colours(content: bytes, at: int) -> int:
    """How many bytes the table of colours takes of which the flags stand there."""
    flags = int.from_bytes(content[at : at + 1])
    return 3 << (flags % 8 + 1) if flags & 0x80 else 0
