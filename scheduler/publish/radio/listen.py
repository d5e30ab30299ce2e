"""Listening to a script before it is read: a machine's voice, for a check of words and length, never for the air.

espeak-ng where it is installed, or a Piper voice that the operator brought. Either gets the words as they are read
aloud, and no others: both misread figures and abbreviations. Other languages than Vietnamese have no voice here.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.core.translation import VIETNAMESE, language_name
from scheduler.errors import BhxhError

MARK = "giọng máy – nghe thử"
"""What every such sound is called on a screen; it also says so itself, first of all."""

_SAID_FIRST = "Giọng máy, nghe thử."
_LONGEST = 120
"""Seconds that making a sound may take: espeak-ng needs one, Piper a tenth of the sound's length."""

_SPEED = 1.755
"""Syllables a minute to a unit of espeak-ng's speed, measured on the Vietnamese voice at 100 to 160."""


@dataclass(frozen=True)
class Voice:
    """A program that speaks, and where Piper speaks, its voice file."""

    program: str
    model: Path | None = None

    def call(self, sound: Path, rate: int) -> list[str]:
        """The command that speaks its input into `sound`, at so many syllables a minute where it can be told."""
        if self.model:
            return [self.program, "--model", str(self.model), "--output_file", str(sound)]
        return [self.program, "-v", "vi", "-s", str(round(rate / _SPEED)), "-b", "1", "--stdin", "-w", str(sound)]

    def heard(self, words: str) -> str:
        """What it gets to read. Piper makes a sound of every line, and an older one keeps only the last."""
        return " ".join(words.split()) if self.model else words


def voice_of(voice_dir: Path | None) -> Voice:
    """Piper with the first voice of the folder, else espeak-ng. Raises BhxhError naming what is missing."""
    if voice_dir is None:
        return Voice(_program("espeak-ng", "trên Debian: apt install espeak-ng"))
    models = sorted(voice_dir.glob("*.onnx"))
    if not models:
        fix = "đặt tệp giọng .onnx (kèm .onnx.json) vào đó, hoặc bỏ radio.voice_dir để dùng espeak-ng"
        raise BhxhError("thư mục giọng không có tệp .onnx", where=str(voice_dir), fix=fix)
    return Voice(_program("piper", "cài Piper: pip install piper-tts"), models[0])


def _program(name: str, fix: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BhxhError(f"máy này chưa có {name} nên chưa nghe thử được", fix=fix)
    return found


def wav(words: str, lang: str, rate: int, voice: Voice) -> bytes:
    """The words as a WAV file. Raises BhxhError for another language, and where the voice fails."""
    if lang != VIETNAMESE:
        what = f"bản {language_name(lang)} không nghe thử bằng máy: máy không có giọng nào đọc đúng"
        raise BhxhError(what, fix="nhờ người biết tiếng đọc thử")
    with tempfile.TemporaryDirectory(prefix="bhxh-nghe-") as folder:
        sound = Path(folder) / "loi.wav"
        _run(voice.call(sound, rate), f"{voice.heard(f'{_SAID_FIRST} {words}')}\n".encode())
        return _made(sound, voice.program)


def mp3(sound: bytes, title: str) -> bytes:
    """A WAV file as MP3, a tenth of the size. Raises BhxhError where this machine has neither lame nor ffmpeg."""
    with tempfile.TemporaryDirectory(prefix="bhxh-nghe-") as folder:
        source, target = Path(folder) / "loi.wav", Path(folder) / "loi.mp3"
        source.write_bytes(sound)
        name = f"{MARK}: {title}"
        if lame := shutil.which("lame"):
            _run([lame, "--quiet", "-b", "48", "--tt", name, str(source), str(target)])
        elif ffmpeg := shutil.which("ffmpeg"):
            named = ["-metadata", f"title={name}", "-b:a", "48k"]
            _run([ffmpeg, "-loglevel", "error", "-y", "-i", str(source), *named, str(target)])
        else:
            raise BhxhError("máy này chưa có lame hoặc ffmpeg để làm MP3", fix="apt install lame, hoặc lấy tệp WAV")
        return _made(target, "mp3")


def can_mp3() -> bool:
    """Whether this machine makes MP3 files."""
    return bool(shutil.which("lame") or shutil.which("ffmpeg"))


def _run(call: Sequence[str], said: bytes = b"") -> None:
    try:
        done = subprocess.run(  # noqa: S603  # a program of this machine, with arguments of our own making, no shell
            call, input=said, capture_output=True, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise BhxhError(f"{Path(call[0]).name} chạy quá {_LONGEST} giây", fix="thử lại với kịch bản ngắn hơn") from None
    except OSError as error:
        raise BhxhError(f"không chạy được {call[0]} ({error.strerror})", fix="cài lại chương trình ấy") from None
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()
        what = f"{Path(call[0]).name} báo lỗi: {why[-1] if why else done.returncode}"
        raise BhxhError(what, fix="xem lại giọng và chương trình đọc")


def _made(file: Path, program: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise BhxhError(f"{program} không làm ra tệp âm thanh", fix="xem lại giọng và chương trình đọc") from None


def sound_name(name: str, ending: str) -> str:
    """The file of a script's sound, which says what it is wherever it is copied to."""
    return f"{name}.giong-may-nghe-thu.{ending}"
