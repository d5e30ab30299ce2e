"""How long 2 KB of radio copy take to be read aloud, none of it remembered: under 10 ms of the processor."""

import re
import sys
import time
from pathlib import Path

import yaml

from bench.report import Goal
from scheduler.core.speech import Lexicon, LexiconFile, read_aloud

FOLDER = Path(__file__).parent.parent / "content" / "lexicon"
ROUNDS = 30
MOST_MS = 10.0
_COPY = """\
Kính thưa bà con. Từ ngày 01/7/{n}, mức đóng BHXH tự nguyện thấp nhất là 330.000 đồng/tháng (22% của 1.500.000 đồng).
Nhà nước hỗ trợ hộ nghèo 50%, tức 165.000 đồng/tháng; hộ cận nghèo 40%; người DTTS 30%; người khác 20%.
Theo Nghị định số 159/2025/NĐ-CP ngày 25/6/2025 của Chính phủ và khoản 1 Điều 31 Luật BHXH số 41/2024/QH15.
HSSV năm học {n}-2026 đóng BHYT bằng 4,5% mức lương cơ sở, được hỗ trợ 30-50%, đủ 12 tháng.
Quý I/2026, toàn tỉnh có 43.{n} người tham gia, đạt 74,4% kế hoạch; 12/15 xã đạt trên 95%.
Bà con đến UBND xã từ 7h30 đến 11h30, từ thứ 2 đến thứ 6; trước ngày 20/12; mang theo CCCD, mở VssID hoặc VNeID.
Mọi thắc mắc xin gọi tổng đài 1900 9068 hoặc 0216.3852.{n}. Xin trân trọng cảm ơn bà con đã chú ý lắng nghe.
"""


def copies(size: int = 2_048) -> list[str]:
    """Texts of about so many bytes; each line of each is new, so that nothing is read from memory."""
    texts = []
    for number in range(100, 100 + ROUNDS):
        text, part = "", 0
        while len(text.encode()) < size:
            text += _COPY.format(n=number + 200 * part).replace("bà con", "bà con, cô bác" if part else "bà con")
            part += 1
        texts.append(text.encode()[:size].decode(errors="ignore"))
    return texts


def main() -> int:
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]
    lexicon = Lexicon.from_entries(entry for file in files for entry in LexiconFile.model_validate(file).entries)
    read_aloud("Một câu để nạp chương trình, 5 người.", lexicon)
    took, split = [], []
    for text in copies():
        began = time.process_time()
        read_aloud(text, lexicon)
        took.append(time.process_time() - began)
        began = time.process_time()
        re.findall(r"\w+|\W", text)
        split.append(time.process_time() - began)
    middle = sorted(took)[ROUNDS // 2]
    ratio = middle / sorted(split)[ROUNDS // 2]
    print(f"2 KB: {middle * 1000:.1f} ms, worst {max(took) * 1000:.1f} ms; {ratio:.0f} times splitting it into words")
    goal = Goal("2 KB read aloud", middle * 1000, MOST_MS, most=True, unit=" ms")
    print(goal.line())
    return 0 if goal.held else 1


if __name__ == "__main__":
    sys.exit(main())
