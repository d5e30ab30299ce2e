"""`bhxh station bundle`: the next days of a station on a USB stick; `receipts`: what came back on it."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from scheduler.cli import show
from scheduler.cli.options import by, office
from scheduler.cli.station.script import acting, require_station, station_of
from scheduler.core.radio.answer import LONGEST_LINE, MOST_LINES, Answers, Unclear, read_answers
from scheduler.core.radio.entry import Teller
from scheduler.core.radio.told import Way
from scheduler.core.translation import VIETNAMESE
from scheduler.errors import BhxhError
from scheduler.publish.files import write_whole
from scheduler.publish.radio.bundle import bundle as bundle_of
from scheduler.publish.radio.listen import Voice, can_mp3, mp3, sound_name, voice_of, wav
from scheduler.publish.radio.outputs import SHEET_FORMS, pdf
from scheduler.publish.radio.shelf import Shelf, shelf_of
from scheduler.store.radio.answers import take
from scheduler.store.radio.bulletin import Bulletin
from scheduler.store.radio.rate import learned_rates

DAYS = 7
_STDIN = Path("-")


@click.command()
@click.argument("station", metavar="ĐÀI")
@click.option("--to", "target", metavar="TỆP", type=click.Path(path_type=Path), help="Ghi ra tệp này · the zip file.")
@click.option("--days", default=DAYS, type=click.IntRange(1, 31), metavar="SỐ", help="Mấy ngày · how many days.")
@click.option("--listen", is_flag=True, help="Kèm tệp nghe thử bằng giọng máy · with a machine's voice.")
@click.pass_context
def bundle(ctx: click.Context, station: str, target: Path | None, days: int, listen: bool) -> None:
    """Gói USB: kịch bản đã phát hành của một đài trong mấy ngày tới, xem được khi không có mạng.

    The released scripts of a station as one zip for a USB stick, with a form to take the answers back. What is not
    released yet is not in it: publishing.release_ahead says how long before its time a script is released.

    \b
    Ví dụ · example:
      bhxh station bundle dai-yen-ninh --to dai-yen-ninh.zip
    """
    here = office(ctx)
    here.open_store()
    found = station_of(here, station)
    bulletin = Bulletin(here.content, here.zone, learned_rates([found.id]))
    shelf = shelf_of(bulletin, found, here.started, days=days, forms=tuple(f for f in SHEET_FORMS if f != "html"))
    if listen:
        shelf = replace(shelf, sounds=_sounds(shelf, voice_of(here.config.radio.voice_dir)))
    file = target or Path(f"{found.id}-{here.today().isoformat()}.zip")
    try:
        write_whole(file, bundle_of(shelf))
    except OSError as error:
        fix = "chọn chỗ khác: --to TỆP.zip"
        raise BhxhError(f"không ghi được gói ({error.strerror})", where=str(file), fix=fix) from None
    if lack := pdf.lack():
        show.note(f"Gói không có bản PDF: {lack}")
    count = sum(len(day.current) for day in shelf.days)
    show.note(f"Đã ghi {file}: {count} kịch bản trong {days} ngày.")


def _sounds(shelf: Shelf, voice: Voice) -> dict[str, bytes]:
    """The scripts that a machine can say, as MP3 where this machine makes it, else as WAV."""
    sounds = {}
    for sheet in (sheet for day in shelf.days for sheet in day.current if sheet.usable and sheet.lang == VIETNAMESE):
        words = "\n".join(line.spoken for part in sheet.parts for line in part.lines)
        sound, ending = wav(words, sheet.lang, sheet.rate, voice), "wav"
        if can_mp3():
            sound, ending = mp3(sound, sheet.title), "mp3"
        sounds[f"{sheet.due.date().isoformat()}/{sound_name(sheet.name, ending)}"] = sound
    return sounds


@click.command()
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, allow_dash=True))
@by
@click.option("--station", "station", default="", metavar="ĐÀI", help="Đài, nếu tệp không ghi · the station.")
@click.option("--person", default="", metavar="TÊN", help="Người báo, nếu tệp không ghi · who says so.")
@click.option(
    "--way", default=Way.BUNDLE.value, type=click.Choice([Way.BUNDLE.value, Way.PHONE.value, Way.PAPER.value]),
    help="Đến bằng cách nào · how it came.",
)  # fmt: skip
@click.pass_context
def receipts(ctx: click.Context, file: Path, by: str, station: str, person: str, way: str) -> None:
    """Ghi những dòng đài báo về: tệp bien-nhan.txt từ USB, hoặc tin nhắn chép lại. Dấu - là đọc từ bàn phím.

    Take in what a station sent in lines (NHAN 14/2026, PHAT 14/2026 05:32 65 giây, Tên): the form from a stick, or a
    message that was typed in. Lines that cannot be taken are named, the others are stored; twice changes nothing.

    \b
    Ví dụ · example:
      bhxh station receipts bien-nhan.txt --by lan
      bhxh station receipts - --station dai-yen-ninh --person "Bà Tâm" --way phone --by lan
    """
    here = office(ctx)
    who = acting(here, by, "tell")
    answers = read_answers(_text(file))
    if not (station or answers.station):
        fix = "điền dòng DAI: trong tệp, hoặc --station MÃ"
        raise BhxhError("chưa biết tệp này của đài nào", where=str(file), fix=fix)
    found = station_of(here, station or answers.station)
    require_station(here, who, found)
    name = person or answers.person
    if not name:
        raise BhxhError(
            "chưa biết ai ở đài báo", where=str(file), fix='điền dòng NGUOI: trong tệp, hoặc --person "Tên"'
        )
    taken = take(found.id, answers.answers, Teller(name, Way(way), who.name), here.zone, here.started)
    refused = [Unclear(answer.line, str(answer.verb), why) for answer, why in taken.refused]
    _tell(answers, refused)
    show.note(f"Đã ghi {len(taken.stored)} dòng của {found.name} ({name}).")
    ctx.exit(1 if refused or answers.unclear else 0)


def _text(file: Path) -> str:
    most = (LONGEST_LINE + 2) * MOST_LINES * 4
    try:
        if file == _STDIN:
            data = sys.stdin.buffer.read(most)
        else:
            with file.open("rb") as opened:
                data = opened.read(most)
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except OSError as error:
        raise BhxhError(f"không đọc được tệp ({error.strerror})", where=str(file), fix="xem lại đường dẫn") from None
    except UnicodeDecodeError:
        fix = "mở bằng Notepad, chọn Save As, Encoding: UTF-8, rồi chạy lại"
        raise BhxhError("tệp không phải chữ UTF-8", where=str(file), fix=fix) from None


def _tell(answers: Answers, refused: list[Unclear]) -> None:
    for unclear in sorted([*answers.unclear, *refused], key=lambda one: one.line):
        show.note(f"dòng {unclear.line}: {unclear.text}: {unclear.why}")
