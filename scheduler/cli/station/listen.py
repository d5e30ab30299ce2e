"""`bhxh station listen`: a script in a machine's voice, for a check before it is read."""

import json
from pathlib import Path

import click

from scheduler.cli import show
from scheduler.cli.options import office
from scheduler.cli.station.script import script_of
from scheduler.core.channel import Station
from scheduler.errors import BhxhError
from scheduler.publish.files import write_whole
from scheduler.publish.radio.listen import MARK, mp3, voice_of, wav
from scheduler.store.payloads import load_payload


@click.command()
@click.argument("name", metavar="KỊCH BẢN")
@click.option("--to", "target", metavar="TỆP", type=click.Path(path_type=Path), help="Tệp .wav hay .mp3 · the file.")
@click.pass_context
def listen(ctx: click.Context, name: str, target: Path | None) -> None:
    """Nghe thử một kịch bản bằng giọng máy (espeak-ng, hoặc giọng Piper trong radio.voice_dir). Không dùng để phát.

    A script in a machine's voice, to check words and length; it says so first of all. Vietnamese only.

    \b
    Ví dụ · example:
      bhxh station listen dai-yen-ninh/14/2026 --to nghe-thu.mp3
    """
    if target and target.suffix.lower() not in (".wav", ".mp3"):
        raise BhxhError("chỉ ghi được .wav và .mp3", where=str(target), fix="đặt đuôi tệp là .wav hoặc .mp3")
    here = office(ctx)
    here.open_store()
    post = script_of(name)
    if unread := json.loads(post.payload.unread):
        what = f"kịch bản còn chỗ chưa đọc được: {', '.join(unread)}"
        raise BhxhError(what, where=post.key, fix="ghi cách đọc vào content/lexicon trước")
    payload, station = load_payload(post.payload), here.content.channels.get(post.channel)
    rate = station.syllables_per_minute if isinstance(station, Station) else 200
    sound = wav(payload.reading, payload.lang, rate, voice_of(here.config.radio.voice_dir))
    file = target or Path(f"{post.channel}-{post.number}-{post.year}-giong-may-nghe-thu.wav")
    if file.suffix.lower() == ".mp3":
        sound = mp3(sound, payload.title)
    try:
        write_whole(file, sound)
    except OSError as error:
        raise BhxhError(f"không ghi được ({error.strerror})", where=str(file), fix="chọn chỗ khác: --to TỆP") from None
    show.note(f"Đã ghi {file} ({MARK}).")
