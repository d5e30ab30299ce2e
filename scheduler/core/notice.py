"""Notices: the kinds that there are, what each asks of a person, and who is told which.

Telling is decided here for a kind and a channel alone, without configuration, accounts or a clock.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scheduler.core.phrase import Phrase, phrase


@dataclass(frozen=True)
class Kind:
    """A kind of notice: what it is, and what a person does about it at the desk.

    `of_machine`: about the machine and no channel, so it belongs to those who answer for every unit.
    """

    word: Phrase
    step: Phrase
    of_machine: bool = False


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "failed": Kind(phrase("không đăng được"), phrase("Mở từng bài, đọc lý do, sửa rồi bấm “Gửi lại”.")),
        "unknown": Kind(
            phrase("chưa rõ đã đăng hay chưa"),
            phrase("Mở trang Facebook ra xem, rồi ghi ở trang của bài là đã có bài hay chưa."),
        ),
        "missed": Kind(phrase("lỡ giờ"), phrase("Mở từng bài: gửi muộn, đổi giờ hoặc hủy.")),
        "unapproved": Kind(
            phrase("đến giờ mà chưa duyệt"), phrase("Người khác với người soạn duyệt ngay; không thì đổi giờ hoặc hủy.")
        ),
        "paused": Kind(phrase("tạm dừng"), phrase("Sửa lý do, rồi người duyệt cho trang chạy lại ở đó.")),
        "waiting": Kind(
            phrase("sắp đến giờ mà chưa đăng được"),
            phrase("Mở trang của kênh xem vì sao; gấp thì tự đăng trên Facebook rồi hủy bài đang chờ."),
        ),
        "altered": Kind(
            phrase("chữ trên trang khác bản đã duyệt"),
            phrase("So bài trên trang với bản đã duyệt; thu hồi bài, hoặc sửa lại trên trang."),
        ),
        "comment": Kind(
            phrase("chưa ghi được đính chính dưới bài cũ"),
            phrase("Mở bài cũ trên Facebook, tự viết bình luận đính chính dưới bài, rồi bấm “Tôi đã biết”."),
        ),
        "token": Kind(
            phrase("mã truy cập"), phrase("Mở trang của kênh xem thiếu gì; người giữ máy lấy lại mã truy cập.")
        ),
        "expiry": Kind(
            phrase("sắp hết hạn"), phrase("Mở trang của kênh xem ngày hết hạn; người giữ máy lấy lại mã trước ngày ấy.")
        ),
        "probe": Kind(
            phrase("bài thử còn sót"), phrase("Xóa bài thử trong Meta Business Suite trước khi nó tự hiện ra.")
        ),
        "unfetched": Kind(
            phrase("quá giờ chốt chưa tải"), phrase("Gọi cho đài; đọc kịch bản cho họ chép, hoặc ghi lại lời họ báo.")
        ),
        "recall": Kind(
            phrase("đài chưa xác nhận thu hồi"), phrase("Gọi ngay để đài không đọc; rồi ghi là đài đã biết.")
        ),
        "outdated": Kind(phrase("đã đọc bản không còn hiệu lực"), phrase("Viết tin đính chính để đài đọc.")),
        "withheld": Kind(
            phrase("tạm ngừng đọc, đợi người quyết định"), phrase("Duyệt bản thay thế, hoặc thu hồi kịch bản.")
        ),
        "mirror": Kind(
            phrase("trang gương của các đài đã cũ"),
            phrase("Báo người giữ máy: các đài đang đọc trang gương đã cũ."),
            of_machine=True,
        ),
        "content": Kind(
            phrase("nội dung có lỗi"), phrase("Trang đầu liệt kê các lỗi; người giữ nội dung sửa."), of_machine=True
        ),
        "clock": Kind(
            phrase("đồng hồ đã dừng"),
            phrase("Xem trang đầu: bài nào trễ hay lỡ giờ trong lúc máy dừng."),
            of_machine=True,
        ),
        "daily": Kind(phrase("tin mỗi ngày"), phrase("Giữ tin này ở nơi khác máy chủ."), of_machine=True),
    }
)
"""Kind of notice, as code, configuration and database name it → what it is."""

OF_CHANNELS = tuple(name for name, kind in KINDS.items() if not kind.of_machine)
"""The kinds that are about a channel or a post of one: what people of a unit are told."""


@dataclass(frozen=True)
class Wish:
    """Which notices somebody wants: of these kinds, about these channels. Empty `kinds` are all of them; `channels`
    None are all, and the machine itself."""

    kinds: frozenset[str] = frozenset()
    channels: frozenset[str] | None = None

    def takes(self, kind: str, channel: str) -> bool:
        """Whether a notice of this kind about this channel is among them."""
        if self.kinds and kind not in self.kinds:
            return False
        if self.channels is None:
            return True
        return channel in self.channels and not (kind in KINDS and KINDS[kind].of_machine)


EVERYTHING = Wish()


@dataclass(frozen=True)
class Ear:
    """Who is told, by a name that no other has. `orders` are what the office sends there, `own` what the person chose;
    with `rest`, also whatever no order takes."""

    name: str
    orders: tuple[Wish, ...] = ()
    own: tuple[Wish, ...] = ()
    rest: bool = False

    def ordered(self, kind: str, channel: str) -> bool:
        """Whether the office sends such a notice there, so that it is no longer among the rest."""
        return any(wish.takes(kind, channel) for wish in self.orders)

    def wants(self, kind: str, channel: str) -> bool:
        """Whether such a notice goes there, the rest not counted."""
        return self.ordered(kind, channel) or any(wish.takes(kind, channel) for wish in self.own)


def ears_for(ears: Iterable[Ear], kind: str, channel: str, deaf: Collection[str] = ()) -> list[str]:
    """Names of those who are told of a notice, in their order.

    What no order takes goes to the rest. `deaf` are ears that nothing reaches at present: their orders take nothing
    from the rest, so that a dead address costs a detour and no notice.
    """
    ears = list(ears)
    taken = any(ear.ordered(kind, channel) for ear in ears if ear.name not in deaf)
    return [ear.name for ear in ears if ear.wants(kind, channel) or (ear.rest and not taken)]
