"""The way of a message, walked once from the YAML file to the verified log. Read it from top to bottom.

Nothing here is a stand-in: the content is a folder of files, the database is SQLite, Facebook is the sandbox
process spoken to over HTTP, the station is its folder. Only the clock is ours: `now` is handed down everywhere.
`docs/tour.md` tells the same with the reasons.
"""

import json
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from scheduler.config import Config
from scheduler.core.approval import Role
from scheduler.core.plan import plan
from scheduler.core.render import Place, Renderer
from scheduler.core.slot import Slot
from scheduler.core.states import State
from scheduler.library import check
from scheduler.publish.machine import assemble, sandbox_data, state_folder
from scheduler.publish.practice import seed
from scheduler.sandbox.process import SandboxProcess, start
from scheduler.store import accounts, database
from scheduler.store.find import Choice, find
from scheduler.store.log import entries
from scheduler.store.models import Attempt, Post, Transition
from scheduler.store.queue.approve import approve
from scheduler.store.queue.enqueue import Queueing, enqueue
from scheduler.store.verify import verify

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

# What staff write. A figure stands once, with its law and its days; a message names figures and never types them.
CONTENT = {
    "units.yaml": """
units:
  - id: bhxh-thu
    level: huyen
    periods:
      - {from: 2020-01-01, name: Bảo hiểm xã hội huyện Thử, short_name: BHXH huyện Thử, phone: "0216 000 0099"}
""",
    "channels/kenh.yaml": """
pages:
  - id: fb-thu
    name: BHXH huyện Thử
    page_id: "999000000000099"
    owners: [{unit: bhxh-thu, from: 2020-01-01}]
stations:
  - id: dai-thu
    name: Đài truyền thanh xã Thử
    area: Xã Thử
    phone: "0216 000 0098"
    owners: [{unit: bhxh-thu, from: 2020-01-01}]
    slots: [{id: sang, time: "05:15", seconds: 120}]
""",
    "facts/so-lieu.yaml": """
facts:
  - key: luong_co_so
    label: Mức lương cơ sở
    kind: money
    per: tháng
    periods: [{from: 2019-07-01, to: 2023-06-30, value: 1490000, source: Nghị định 38/2019/NĐ-CP, status: verified}]
  - key: bhyt_ty_le_dong
    label: Mức đóng BHYT
    kind: percent
    periods: [{from: 2010-01-01, value: "4.5", source: Nghị định 146/2018/NĐ-CP, status: memory}]
derived:
  - {key: bhyt_muc_dong, label: Mức đóng BHYT, kind: money, per: tháng, formula: luong_co_so * bhyt_ty_le_dong}
""",
    "messages/bhyt/bhyt-muc-dong.yaml": """
id: bhyt-muc-dong
topic: bhyt
title: Mức đóng BHYT
audience: [Hộ gia đình]
legal_basis: [Nghị định số 146/2018/NĐ-CP]
valid_from: 2019-07-01
valid_to: 2023-06-30
texts:
  facebook:
    vi: "Mức đóng BHYT là {{ fact.bhyt_muc_dong }}/tháng. Hỏi {{ unit.short_name }}, điện thoại {{ unit.phone }}."
  radio:
    vi: "Kính thưa bà con. Mức đóng bảo hiểm y tế là {{ fact.bhyt_muc_dong }} một tháng."
""",
    "campaigns/hai-ngay.yaml": """
id: hai-ngay
name: Hai ngày tháng Năm
from: 2021-05-07
to: 2021-05-08
basis: [Công văn 01]
units: [bhxh-thu]
messages: [{id: bhyt-muc-dong}]
cadence:
  facebook: {triggers: [{cron: {hour: 19, minute: 30}}]}
  radio: {triggers: [{cron: {hour: 5, minute: 0}}]}
""",
}


def at(text: str) -> datetime:
    """A wall time of the zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def config(tmp_path: Path, sqlite_url: str) -> Iterator[Config]:
    """The machine: a folder of content, a folder for what the machine writes, a fresh database."""
    for name, text in CONTENT.items():
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(f"mode: rehearsal\ndatabase: {sqlite_url}\n", encoding="utf-8")
    config = Config.load(tmp_path / "config.yaml", env={})
    database.prepare(config.database, config.mode)
    yield config
    connections.close_all()


@pytest.fixture
def sandbox(config: Config) -> Iterator[SandboxProcess]:
    """The practice Graph server, knowing the Pages of our content, as a process of its own."""
    data = sandbox_data(config)
    data.parent.mkdir(parents=True)
    planted = data.with_suffix(".json")
    channels = check(config.content).content
    assert channels is not None
    planted.write_text(json.dumps(seed(channels.channels.values())), encoding="utf-8")
    process = start(data, seed=planted)
    yield process
    process.stop()


def seen_by_fans(sandbox: SandboxProcess) -> list[str]:
    """The texts on the Page, as the sandbox tells them."""
    with urllib.request.urlopen(f"{sandbox.url}_sandbox/journal?page=999000000000099", timeout=10) as answer:
        posts: list[dict[str, Any]] = json.load(answer)["posts"]
    return [post["message"] for post in posts]


def states() -> list[str]:
    """Where the posts stand, by time."""
    return list(Post.objects.order_by("due").values_list("state", flat=True))


def test_a_message_goes_the_whole_way(config: Config, sandbox: SandboxProcess) -> None:
    # 1. check (library/). The folder is read whole and every problem is told at once, with path, line and column.
    #    A clean report has the content as one frozen value; from here on nobody opens a file of it again.
    report = check(config.content)
    assert report.problems == []
    content = report.content
    assert content is not None

    # 2. figures (core/fact, core/figures). They are those of the day on which a post goes out. The amount that the
    #    message names is computed from the two base figures, exactly, and carries their sources along.
    amount = content.facts.on(at("2021-05-07").date())["bhyt_muc_dong"]
    assert str(amount) == "67.050 đồng"
    assert amount.source == "Nghị định 38/2019/NĐ-CP; Nghị định 146/2018/NĐ-CP"

    # 3. plan (core/plan). The campaign becomes slots: which message, on which channel, when. Nothing is stored, and
    #    the same input gives the same calendar. The key is the cadence's wall time (05:00); the script is due when
    #    the station is on the air (05:15).
    campaign, renderer = content.campaigns["hai-ngay"], Renderer(content)
    slots = [item for item in plan(content, campaign, zone=ZONE, renderer=renderer) if isinstance(item, Slot)]
    assert [(slot.key, f"{slot.due:%d/%m %H:%M}") for slot in slots] == [
        ("hai-ngay/dai-thu/vi/2021-05-07T05:00/1", "07/05 05:15"),
        ("hai-ngay/fb-thu/vi/2021-05-07T19:30/1", "07/05 19:30"),
        ("hai-ngay/dai-thu/vi/2021-05-08T05:00/1", "08/05 05:15"),
        ("hai-ngay/fb-thu/vi/2021-05-08T19:30/1", "08/05 19:30"),
    ]

    # 4. render (core/render, core/template, core/speech). A slot becomes the exact text of its channel; for radio
    #    also the words to say, with no figure left in them, and how long they take.
    script = slots[0]
    place = Place(content.channels[script.channel], script.unit, script.lang, script.due, campaign)
    rendered = renderer.render(content.messages[script.message], place)
    assert "sáu mươi bảy nghìn không trăm năm mươi đồng một tháng" in rendered.payload.reading
    assert (rendered.seconds, rendered.unread) == (script.seconds, ())

    # 5. queue (store/queue/enqueue). The plan becomes stored posts that wait for approval. Doing it again adds
    #    nothing: a key exists once.
    lan = accounts.add("lan", Role.AUTHOR)
    queueing = Queueing(content, campaign, renderer, ZONE, lan.username, at("2021-05-05T08:00"))
    assert enqueue(queueing).added == 4
    again = enqueue(queueing)
    assert (again.added, again.unchanged) == (0, 4)
    assert states() == [State.PENDING] * 4

    # 6. approve (store/queue/approve, core/approval). Another person than the author answers for the text, to the
    #    letter. One of the figures is written down from memory: the posts pass only with her word for it.
    accounts.add("minh", Role.APPROVER)
    minh, mine = accounts.person("minh"), find(Choice(campaign="hai-ngay"), ZONE)
    at_nine = at("2021-05-05T09:00")
    refused = approve(mine, minh, now=at_nine, author_may_approve=False)
    assert (refused.approved, refused.doubtful) == (0, {"bhyt_ty_le_dong@2010-01-01": "4.5"})
    assert approve(mine.all(), minh, now=at_nine, author_may_approve=False, word="đúng").approved == 4

    # 7. publish to the station (publish/tick, publish/worker, publish/radio). The clock only ever calls tick(now).
    #    A day before the air time the script lies in the station's folder, whole, for the station to fetch.
    ticker = assemble(config.at_sandbox(sandbox.url), content, renderer, simulated=True)
    assert ticker.tick(at("2021-05-06T06:00")).published == 1
    sheet = state_folder(config) / "radio" / "dai-thu" / "2021-05-07" / "0515-1-vi.txt"
    assert rendered.payload.reading.split(". ")[0] in sheet.read_text(encoding="utf-8")

    # 8. publish to the Page (publish/facebook/two_phase). A quarter of an hour early an invisible draft is made; at
    #    the time it is made visible by its id, and read back. The call that can be lost is never the one that shows.
    early = ticker.tick(at("2021-05-07T19:20"))
    assert (early.prepared, seen_by_fans(sandbox)) == (1, [])
    ticker.tick(at("2021-05-07T19:30"))
    text = "Mức đóng BHYT là 67.050 đồng/tháng. Hỏi BHXH huyện Thử, điện thoại 0216 000 0099."
    assert seen_by_fans(sandbox) == [text]

    # 9. Nothing goes out twice, however often the clock ticks: what was sent is no longer there to be claimed.
    assert ticker.tick(at("2021-05-07T19:30")).published == 0
    ticker.tick(at("2021-05-08T19:30"))
    assert seen_by_fans(sandbox) == [text, text]
    assert states() == [State.PUBLISHED] * 4

    # 10. What happened is written down (store/queue/move, store/queue/claim): each change of state is a row, and so
    #     is each call, begun before it was made.
    post = Post.objects.get(key="hai-ngay/fb-thu/vi/2021-05-07T19:30/1")
    steps = Transition.objects.filter(post=post).order_by("pk").values_list("new", "by")
    assert list(steps) == [("pending", "lan"), ("approved", "minh"), ("sending", "đồng hồ"), ("published", "đồng hồ")]
    calls = Attempt.objects.filter(post=post).order_by("pk").values_list("step", "outcome")
    assert list(calls) == [("draft", "prepared"), ("release", "sent")]

    # 11. log (store/log). Who said what, where, when, under whose approval, resting on which law.
    (entry,) = entries(find(Choice(keys=(post.key,)), ZONE), ZONE)
    assert (entry["text"], entry["author"], entry["approved_by"]) == (text, "lan", "minh")
    assert entry["published_at"] == "2021-05-07T19:30:00+07:00"
    assert entry["permalink"].startswith("https://www.facebook.com/")
    assert entry["facts"][0]["source"] == amount.source

    # 12. verify (store/seal, store/verify). The rows of the log are sealed, and each seal is kept outside as well.
    #     The log is whole; then somebody with the database file in his hands rewrites who approved, and it shows.
    ticker.seal(at("2021-05-08T19:31"), at_once=True)
    outside = [line.split()[1] for line in ticker.seals.read_text(encoding="utf-8").splitlines()]
    verdict = verify(outside)
    assert (verdict.faults, verdict.unsealed, verdict.last_seal) == ([], 0, outside[-1])
    Transition.objects.filter(post=post, new="approved").update(by="lan")
    assert "nội dung đã bị sửa" in "\n".join(verify(outside).faults)
