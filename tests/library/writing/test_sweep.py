"""Uploads that nothing came of go after some days; whatever is said somewhere stays."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from scheduler.library.writing import keep_photo, named_in, sweep_uploads

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def offered(content: Path, colour: str, days: float) -> str:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    name = keep_photo(content / "media", out.getvalue(), "a.png")
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(content / "media" / name, (at, at))
    return name


def swept(content: Path, said: set[str]) -> list[str]:
    sweep_uploads(content, said, NOW - timedelta(days=7))
    return sorted(f"tai-len/{file.name}" for file in (content / "media" / "tai-len").iterdir())


def test_what_nothing_came_of_goes_and_what_is_said_or_young_stays(tmp_path: Path) -> None:
    left, young = offered(tmp_path, "red", 8), offered(tmp_path, "blue", 6)
    stored, written = offered(tmp_path, "green", 400), offered(tmp_path, "white", 400)
    (tmp_path / "messages" / "bhxh").mkdir(parents=True)
    (tmp_path / "messages" / "bhxh" / "a.yaml").write_text(f"photos: [{{file: {written}}}]  # còn lỗi: [", "utf-8")
    assert left not in swept(tmp_path, {stored})
    assert swept(tmp_path, {stored}) == sorted([young, stored, written])


def test_what_was_offered_again_counts_from_then(tmp_path: Path) -> None:
    name = offered(tmp_path, "red", 400)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    assert keep_photo(tmp_path / "media", out.getvalue(), "b.png") == name
    assert swept(tmp_path, set()) == [name]


def test_what_nobody_uploaded_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "media" / "tai-len"
    folder.mkdir(parents=True)
    (tmp_path / "media" / "tre-em.png").write_bytes(b"x")
    for name in ("ảnh của tôi.png", f"{'a' * 24}.txt", "README"):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (0, 0))
    assert sweep_uploads(tmp_path, set(), NOW) == 0
    assert sweep_uploads(tmp_path / "nowhere", set(), NOW) == 0


def test_the_uploads_of_a_stored_text_are_read_out_of_it() -> None:
    name = f"tai-len/{'0a' * 12}.jpg"
    assert named_in(f'{{"photos":[{{"alt":"x","file":"{name}"}}],"text":"tai-len/abc.jpg"}}') == {name}
