"""`bhxh station revise`, `withhold`: a released script is replaced by a newer issue, or kept from being read."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, by, office, why
from scheduler.cli.station.script import acting, require_reach, script_of, station_of
from scheduler.core.post import Rendered, Uses
from scheduler.core.render import CannotRender
from scheduler.core.text import nfc
from scheduler.core.translation import VIETNAMESE, language_name
from scheduler.errors import BhxhError
from scheduler.store.again import again
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload, load_uses
from scheduler.store.queue.revise import Render, Revised, Revising
from scheduler.store.queue.revise import revise as make_issue
from scheduler.store.queue.withhold import lift as let_read
from scheduler.store.queue.withhold import withhold as keep_back
from scheduler.store.radio.correcting import Correcting, propose
from scheduler.store.radio.room import require_room


@click.command()
@click.argument("called", metavar="KỊCH BẢN")
@click.option("--text", default=None, metavar="CHỮ", help="Lời mới; bỏ trống là soạn lại từ content · the new words.")
@click.option("--file", "path", default=None, metavar="TỆP", help="Lời mới trong tệp UTF-8 · the new words in a file.")
@click.option("--seconds", type=int, default=0, help="Thời lượng đọc, cho tiếng khác tiếng Việt · reading time.")
@click.option("--withhold", is_flag=True, help="Đài không đọc bản cũ từ bây giờ · the old one is not read meanwhile.")
@by
@why
@as_json
@click.pass_context
def revise(
    ctx: click.Context, called: str, text: str | None, path: str | None, seconds: int, withhold: bool, by: str,
    why: str, as_json: bool,
) -> None:  # fmt: skip
    """Lập bản thay thế của kịch bản đã phát hành: giữ mã và số, chờ người khác duyệt, phát hành xong thì hủy bản trước.

    Lần nào đài đã phát thì không thay được: máy soạn tin đính chính cho đài phát, cũng chờ duyệt.

    A newer issue of a released script, pending approval; what was aired already gets a drafted correction on air.

    \b
    Ví dụ · example:
      bhxh station revise dai-yen-ninh/14/2026 --withhold --by lan --why "sai giờ tiếp dân"
        --text "Kính thưa bà con, sáng mai BHXH tiếp dân từ tám giờ."
    """
    here = office(ctx)
    person, script = acting(here, by, "queue"), script_of(called)
    require_reach(person, [script])
    author = person.name
    words = _words(text, path)
    render = _typed(here, words, seconds) if words is not None else _anew(here)
    job = Revising(_fitting(here, render), author, here.started, why, withhold, typed=words is not None)
    done = make_issue(job, script)
    correcting = Correcting(here.content, here.renderer, here.zone, author, here.started, why)
    corrections = [_correction(post, render, correcting) for post in done.aired]
    _report(done, corrections, as_json)
    if not done.made and not any(correction.key for correction in corrections):
        ctx.exit(1)


def _words(text: str | None, path: str | None) -> str | None:
    if text is not None and path is not None:
        raise BhxhError("chỉ nhận một trong --text và --file", where="station revise", fix="bỏ một")
    if path is not None:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BhxhError(f"không đọc được tệp: {error}", where=path, fix="lưu tệp ở dạng UTF-8") from None
    if text is not None and not text.strip():
        raise BhxhError("lời mới trống", where="--text", fix="viết lời mới, hoặc bỏ --text để soạn lại từ content")
    return nfc(text).strip() if text is not None else None


def _typed(here: Office, words: str, seconds: int) -> Render:
    """The words as a person typed them; notes, music and title stay those of the script."""

    def render(post: Post) -> Rendered:
        if post.lang != VIETNAMESE and seconds <= 0:
            what = f"bài {language_name(post.lang)} cần thời lượng đọc, máy không tự tính được"
            raise BhxhError(what, where="--seconds", fix="đọc thử, bấm giờ, rồi ghi số giây")
        old, station = load_payload(post.payload), station_of(here, post.channel)
        uses = Uses(post.unit, load_uses(post.uses).unit_name)
        return here.renderer.plain(replace(old, text=words, reading=""), uses, station, seconds)

    return render


def _fitting(here: Office, render: Render) -> Render:
    """The same, refused where it no longer fits into the broadcast of the script."""

    def fitting(post: Post) -> Rendered:
        rendered = render(post)
        if post.due > here.started and rendered.seconds > post.seconds:
            station = station_of(here, post.channel)
            require_room(station, post.due, rendered.seconds, here.zone, here.started, but=post.key)
        return rendered

    return fitting


def _anew(here: Office) -> Render:
    """The script as today's content would make it."""

    def render(post: Post) -> Rendered:
        try:
            rendered = again(post, here.content, here.renderer, here.zone)
        except CannotRender as error:
            raise BhxhError(
                f"không soạn lại được: {error}", where=post.key, fix="sửa content, hoặc thêm --text"
            ) from None
        if rendered is None:
            raise BhxhError("kịch bản này do người viết tay", where=post.key, fix="thêm --text hoặc --file với lời mới")
        return rendered

    return render


@dataclass(frozen=True)
class _Correction:
    """The correction proposed for an aired script: its key, or why there is none."""

    corrects: str
    key: str = ""
    why: str = ""


def _correction(post: Post, render: Render, job: Correcting) -> _Correction:
    try:
        return _Correction(post.key, propose(job, post, render(post).payload).key)
    except BhxhError as error:
        return _Correction(post.key, why=str(error))


def _report(done: Revised, corrections: list[_Correction], as_json: bool) -> None:
    if as_json:
        show.json_line({
            "made": [{"key": post.key, "rev": post.rev, "issue": post.issue} for post in done.made],
            "left": [{"key": key, "why": reason} for key, reason in done.left],
            "corrections": [asdict(correction) for correction in corrections],
        })  # fmt: skip
        return
    for post in done.made:
        number = f"{post.channel}/{post.number}/{post.year}"
        click.echo(f"Bản thay thế lần {post.issue - 1} của kịch bản {number} đã lưu, chờ duyệt: {post.key}")
    for correction in corrections:
        if correction.key:
            click.echo(f"Đài đã phát {correction.corrects}; tin đính chính đã soạn, chờ duyệt: {correction.key}")
        else:
            show.note(f"Đài đã phát {correction.corrects} nhưng máy không soạn được đính chính: {correction.why}")
    for key, reason in done.left:
        show.note(f"  để nguyên {key}: {reason}")


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="KỊCH BẢN…")
@click.option("--lift", is_flag=True, help="Cho đài đọc lại · let it be read again.")
@by
@why
@click.pass_context
def withhold(ctx: click.Context, scripts: tuple[str, ...], lift: bool, by: str, why: str) -> None:
    """Tạm ngừng đọc kịch bản đã phát hành: trang của đài che lời, chờ quyết định; --lift thì cho đọc lại.

    Keep a released script from being read until somebody decides; the station's page hides its words.

    \b
    Ví dụ · example:
      bhxh station withhold dai-yen-ninh/14/2026 --by lan --why "chờ văn bản mới"
      bhxh station withhold dai-yen-ninh/14/2026 --lift --by minh
    """
    here = office(ctx)
    person = acting(here, by, "lift" if lift else "withhold")
    meant = [script_of(name) for name in scripts]
    require_reach(person, meant)
    for script in meant:
        change = let_read if lift else keep_back
        done = change(script, by=person.name, now=here.started, why=why)
        number = f"{script.channel}/{script.number}/{script.year}"
        what = "cho đọc lại" if lift else "tạm ngừng đọc"
        click.echo(f"Kịch bản {number}: {what}." if done else f"Kịch bản {number} đã như vậy từ trước.")
