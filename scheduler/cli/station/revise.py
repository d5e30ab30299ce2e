"""`bhxh station revise`, `withhold`: a released script is replaced by a newer issue, or kept from being read."""

from dataclasses import asdict
from pathlib import Path

import click

from scheduler.cli import show
from scheduler.cli.options import as_json, by, office, why
from scheduler.cli.station.script import acting, require_reach, script_of
from scheduler.errors import BhxhError
from scheduler.store.queue.correct import Putting
from scheduler.store.queue.revise import Revised
from scheduler.store.queue.withhold import lift as let_read
from scheduler.store.queue.withhold import withhold as keep_back
from scheduler.store.radio.other_languages import still_said, warning
from scheduler.store.radio.putting_right import Proposed, Put, put_right


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
    words = _words(text, path)
    job = Putting(here.content, here.renderer, here.zone, person, here.started)
    done, corrections = put_right(job, script, Put(words, why, withhold, seconds))
    _report(done, corrections, as_json)
    if words is not None and (others := still_said(script, here.started)):
        show.note(warning(others))
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
    return text


def _report(done: Revised, corrections: list[Proposed], as_json: bool) -> None:
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
