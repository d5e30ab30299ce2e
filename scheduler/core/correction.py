"""The wording of a correction: what was said wrong, what is right, by which source, and an apology."""

from datetime import datetime

from scheduler.core.text import nfc


def correction_text(
    *, published: datetime, title: str, wrong: str, right: str, source: str, unit_name: str, spoken: bool
) -> str:
    """A correction as BHXH offices word it: same channel, wrong beside right, the source named.

    `published` is wall time; `spoken` for radio, where the hearer must know at once what not to rely on.
    """
    day = f"{published:%d/%m/%Y}"
    about = f" “{title}”" if title and not spoken else f" về {title}" if title else ""
    head = "Kính thưa bà con! Xin đính chính: bản tin phát" if spoken else "ĐÍNH CHÍNH: Bài đăng"
    parts = [
        f"{head} ngày {day}{about} nói: {_sentence(wrong)}",
        f"Nội dung đúng là: {_sentence(right)}",
        f"Căn cứ: {_sentence(source)}",
        f"{unit_name} xin lỗi bà con.",
    ]
    return nfc("\n".join(parts))


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
