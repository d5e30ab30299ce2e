"""A machine's voice gets the words as they are read, says that it is one, and speaks no other language."""

import io
import shutil
import stat
import wave
from pathlib import Path

import pytest

from scheduler.errors import BhxhError
from scheduler.publish.radio.listen import can_mp3, mp3, voice_of, wav

WORDS = "Kính thưa bà con!\nMức đóng là tám mươi bảy nghìn bảy trăm năm mươi đồng."

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has only the programs of this folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    monkeypatch.setattr("shutil.which", lambda name: str(folder / name) if (folder / name).exists() else None)
    return folder


@needs_espeak
def test_espeak_speaks_longer_the_slower_it_is_told_to() -> None:
    voice = voice_of(None)
    lengths = []
    for rate in (160, 240):
        with wave.open(io.BytesIO(wav(WORDS, "vi", rate, voice))) as sound:
            lengths.append(sound.getnframes() / sound.getframerate())
    assert lengths[0] > lengths[1] * 1.2 > 3


@needs_espeak
@pytest.mark.skipif(not can_mp3(), reason="neither lame nor ffmpeg is installed")
def test_an_mp3_names_itself_a_machines_voice() -> None:
    sound = wav(WORDS, "vi", 200, voice_of(None))
    made = mp3(sound, "Thẻ")
    assert len(made) < len(sound) / 3
    marked = "giọng máy – nghe thử: Thẻ"
    assert any(marked.encode(form) in made for form in ("utf-8", "utf-16-le", "utf-16-be"))


def test_no_other_language_is_spoken(alone: Path) -> None:
    program(alone, "espeak-ng", "exit 1")
    with pytest.raises(BhxhError, match="tiếng Mông không nghe thử bằng máy"):
        wav("Nyob zoo", "hmn", 200, voice_of(None))


def test_what_is_missing_is_named(alone: Path, tmp_path: Path) -> None:
    with pytest.raises(BhxhError, match="espeak-ng"):
        voice_of(None)
    (tmp_path / "voices").mkdir()
    with pytest.raises(BhxhError, match=r"không có tệp \.onnx"):
        voice_of(tmp_path / "voices")
    (tmp_path / "voices/vi.onnx").write_bytes(b"")
    with pytest.raises(BhxhError, match="piper"):
        voice_of(tmp_path / "voices")
    with pytest.raises(BhxhError, match="lame hoặc ffmpeg"):
        mp3(b"", "x")


def test_piper_gets_the_words_in_one_line_and_the_operators_voice(alone: Path, tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/vi.onnx").write_bytes(b"")
    program(alone, "piper", f'cat > {tmp_path}/heard; echo "$2" > {tmp_path}/model; printf sound > "$4"')
    assert wav(WORDS, "vi", 200, voice_of(tmp_path / "voices")) == b"sound"
    assert (tmp_path / "heard").read_text() == f"Giọng máy, nghe thử. {' '.join(WORDS.split())}\n"
    assert (tmp_path / "model").read_text().strip() == str(tmp_path / "voices/vi.onnx")


@pytest.mark.parametrize(("script", "why"), [("echo hỏng >&2; exit 3", "hỏng"), ("exit 0", "không làm ra tệp")])
def test_a_voice_that_fails_is_told(script: str, why: str, alone: Path) -> None:
    program(alone, "espeak-ng", f"cat > /dev/null; {script}")
    with pytest.raises(BhxhError, match=why):
        wav(WORDS, "vi", 200, voice_of(None))
