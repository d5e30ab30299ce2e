"""Photos that people upload."""

import io
from pathlib import Path

import pytest
from PIL import Image

from scheduler.library.writing import NotAPhoto, keep_photo


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_is_kept_under_a_name_of_its_content(tmp_path: Path, kind: str) -> None:
    name = keep_photo(tmp_path, photo(kind), "../../ảnh của tôi.php")
    assert name.startswith("tai-len/")
    assert name.endswith(".png" if kind == "PNG" else ".jpg")
    with Image.open(tmp_path / name) as image:
        assert image.size == (40, 30)
    assert keep_photo(tmp_path, photo(kind), "ảnh khác.jpg") == name
    assert len(list((tmp_path / "tai-len").iterdir())) == 1


def test_what_a_phone_adds_is_not_kept_and_the_picture_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Điện thoại của Lan"
    name = keep_photo(tmp_path, photo(exif=exif), "a.jpg")
    with Image.open(tmp_path / name) as image:
        assert (image.size, dict(image.getexif())) == ((30, 40), {})


def test_what_is_hidden_behind_a_picture_is_not_kept(tmp_path: Path) -> None:
    name = keep_photo(tmp_path, photo() + b"<script>alert(1)</script>", "a.jpg")
    assert b"script" not in (tmp_path / name).read_bytes()


def test_a_large_photo_is_made_smaller(tmp_path: Path) -> None:
    name = keep_photo(tmp_path, photo(size=(5000, 2500)), "a.jpg")
    with Image.open(tmp_path / name) as image:
        assert image.size == (2048, 1024)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "không phải ảnh"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "không phải ảnh"),
        (b"GIF89a<script>alert(1)</script>", "hỏng|không phải ảnh"),
        (photo()[:200], "hỏng|không phải ảnh"),
        (b"\x89PNG" + b"0" * 20_000_001, "lớn hơn 20 MB"),
    ],
)
def test_what_is_no_photo_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(NotAPhoto, match=why):
        keep_photo(tmp_path, data, "a.jpg")
    assert list(tmp_path.iterdir()) == []


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(NotAPhoto, match="quá lớn"):
        keep_photo(tmp_path, photo("PNG", size=(8000, 8000)), "a.png")
