"""Messages but for their wording: folder, kinds, photos, translations."""

from collections.abc import Iterator, Mapping

from scheduler.core.kind import KindRules
from scheduler.core.message import Body, Message
from scheduler.core.phrase import phrase
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.translation import VIETNAMESE, is_of, source_hash
from scheduler.library.book import Book, Item
from scheduler.library.problem import Problem, perhaps


def check_messages(book: Book, kinds: Mapping[str, KindRules]) -> Iterator[Problem]:
    """What links a message to its folder, to media, to channel kinds, and a translation to its original."""
    for item in book.messages.values():
        yield from _folder(book, item)
        for kind, bodies in item.value.texts.items():
            if kind not in kinds:
                what = phrase('không có loại kênh "{kind}"{hint}', kind=kind, hint=perhaps(kind, kinds))
                yield item.problem(("texts", kind), what, key=True)
            for lang, body in bodies.items():
                yield from _photos(book, item, kind, lang, body)
                if lang != VIETNAMESE:
                    yield from _translation(book, item, kind, lang, body)


def _folder(book: Book, item: Item[Message]) -> Iterator[Problem]:
    folder = book.files[item.tree.path].name.split("/")[1]
    if folder != item.value.topic:
        what = phrase(
            "tệp nằm trong messages/{folder} mà topic là {topic}; hãy chuyển tệp hoặc sửa topic",
            folder=folder,
            topic=item.value.topic,
        )
        yield item.problem(("topic",), what)


def _photos(book: Book, item: Item[Message], kind: str, lang: str, body: Body) -> Iterator[Problem]:
    for n, photo in enumerate(body.photos):
        if not book.knows("medium", photo.file):
            where = ("texts", kind, lang, "photos", n, "file")
            if photo.file.startswith("/") or ".." in photo.file.split("/"):
                yield item.problem(
                    where, phrase('ảnh "{file}" nằm ngoài content/media; hãy chép ảnh vào đó', file=photo.file)
                )
            else:
                hint = perhaps(photo.file, book.named["medium"])
                yield item.problem(
                    where, phrase('không có ảnh "{file}" trong content/media{hint}', file=photo.file, hint=hint)
                )


def _translation(book: Book, item: Item[Message], kind: str, lang: str, body: Body) -> Iterator[Problem]:
    original = item.value.body(kind, VIETNAMESE)
    where = ("texts", kind, lang)
    if original is None:
        what = phrase(
            "bản {lang} không có bản tiếng Việt (vi) cùng loại để đối chiếu, nên sẽ không được xếp lịch", lang=lang
        )
        yield item.problem(where, what, "warning", key=True)
        return
    digest = source_hash(original.text, book.templates)
    if not is_of(body.translates, original.text, book.templates):
        state = (
            phrase("chưa ghi translates")
            if body.translates is None
            else phrase("dịch từ bản tiếng Việt khác bản đang có")
        )
        what = phrase(
            "bản {lang} {state}, nên sẽ không được xếp lịch; "
            "người dịch xem lại rồi ghi translates: {digest} "
            "(SHA-256 của mẫu tiếng Việt cùng các phần dùng chung, dạng UTF-8)",
            lang=lang,
            state=state,
            digest=digest,
        )
        yield item.problem((*where, "translates"), what, "warning")
    if kind in SPOKEN_KINDS and body.seconds is None:
        what = phrase(
            "bản {lang} chưa ghi seconds: đọc thử, bấm giờ rồi ghi số giây; tạm tính mỗi chữ là một tiếng", lang=lang
        )
        yield item.problem(where, what, "warning", key=True)
    for key in body.states:
        if not _known_figure(book, key):
            what = phrase('không có số liệu "{key}"{hint}', key=key, hint=perhaps(key, book.named["facts"]))
            yield item.problem((*where, "states", key), what, "warning", key=True)


def _known_figure(book: Book, name: str) -> bool:
    key, _, group = name.partition(".")
    if not group or key not in book.facts:
        return book.knows("facts", key)
    return group in book.facts[key].value.groups
