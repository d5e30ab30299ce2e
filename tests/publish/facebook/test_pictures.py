"""What a photo is when it goes out: small, upright, and silent about where it was taken."""

import io
import random
import zlib
from typing import Any

import pytest
from PIL import Image

from scheduler.core.outcome import Refused, Sent
from scheduler.publish.facebook.pictures import LARGEST, UnreadablePictureError, fit


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def noise(side: int) -> Image.Image:
    return Image.frombytes("RGB", (side, side), random.Random(7).randbytes(3 * side * side))


def with_gps(width: int = 40, height: int = 20) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    exif[0x010F] = "Máy ảnh của chị Hoa"
    exif.get_ifd(0x8825)[2] = (21.7, 0.0, 0.0)
    return encoded(Image.new("RGB", (width, height), "navy"), exif=exif)


def test_a_small_photo_that_tells_nothing_goes_out_as_it_was_approved() -> None:
    plain = encoded(Image.new("RGB", (30, 20), "red"), "PNG")
    assert fit(plain) == plain


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_what_programs_hide_in_a_picture_stays_here(kind: str) -> None:
    """Parts that a decoder passes over, and what lies behind the picture, as the film of a telephone's photo."""
    plain = encoded(noise(90), kind)
    assert fit(plain) == plain
    for place in hiding_places(kind, plain):
        assert SECRET in place
        assert SECRET not in fit(place)


def hiding_places(kind: str, plain: bytes) -> list[bytes]:
    behind = [plain + SECRET]
    if kind == "JPEG":
        size = (len(SECRET) + 2).to_bytes(2)
        parts = [plain[:2] + b"\xff" + bytes([mark]) + size + SECRET + plain[2:] for mark in (0xE1, 0xE2, 0xEB, 0xFE)]
        return [*behind, *parts, plain + plain[:-2] + SECRET + plain[-2:]]
    if kind == "PNG":
        parts = [len(body).to_bytes(4) + body_with_sum for body, body_with_sum in map(chunk, PNG_PARTS)]
        end = len(plain) - 12
        return behind + [plain[:at] + part + plain[at:] for part in parts for at in (33, end)]
    block = bytes([len(SECRET)]) + SECRET + b"\0"
    return [*behind, *(plain[:-1] + b"\x21" + mark + block + b";" for mark in (b"\xfe", b"\xff\x0bXMP DataXMP"))]


def chunk(kind: bytes) -> tuple[bytes, bytes]:
    body = b"Comment\0" + SECRET
    return body, kind + body + zlib.crc32(kind + body).to_bytes(4)


SECRET, PNG_PARTS = b"21.7 N 104.9 E", (b"tEXt", b"prVt")


def test_a_photo_loses_its_place_and_camera_and_stands_upright() -> None:
    sent = Image.open(io.BytesIO(fit(with_gps())))
    assert (dict(sent.getexif()), sent.size) == ({}, (20, 40))
    assert b"Hoa" not in fit(with_gps())


@pytest.mark.parametrize("kind", ["PNG", "BMP"])
def test_a_photo_that_is_too_heavy_is_made_lighter(kind: str) -> None:
    heavy = encoded(noise(1500), kind)
    assert len(heavy) > LARGEST >= len(fit(heavy)) > 100_000


def test_what_shines_through_does_so_still() -> None:
    logo = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    assert Image.open(io.BytesIO(fit(encoded(logo, "TIFF")))).getpixel((5, 5)) == (255, 0, 0, 0)


@pytest.mark.parametrize("content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff half a photo"])
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePictureError):
        fit(content)


def test_a_photo_with_a_place_goes_out_without_it(bench: Any) -> None:
    picture = bench.photo("nơi.png")
    (bench.media / "nơi.png").write_bytes(with_gps())
    job = bench.job("x", picture)
    _, wrong = bench.run(job, bench.prepare)
    assert isinstance(wrong, Refused)  # not the file that was approved
    named = bench.named("nơi.png")
    _, outcome = bench.run(bench.job("x", named), bench.due)
    assert isinstance(outcome, Sent)
    upload = next(call["parameters"] for call in bench.calls() if call["edge"] == "photos")
    assert upload["file"]["sha256"] != named.sha256


def test_a_file_that_is_no_photo_is_told_before_anything_is_sent(bench: Any) -> None:
    bench.photo("hỏng.png")
    (bench.media / "hỏng.png").write_bytes(b"not a photo")
    _, outcome = bench.run(bench.job("x", bench.named("hỏng.png")), bench.prepare)
    assert isinstance(outcome, Refused) and "hỏng.png" in outcome.why
    assert bench.calls() == []
