"""What a station can say about a script, and by which way it reached us."""

from enum import StrEnum


class Said(StrEnum):
    """What a person at a station says of a script. `accepted`: the commune's leadership lets it be read (its own
    approval, beside ours). `recall_seen`: they know that it must not be read. That a newer issue replaces a script is
    acknowledged by receiving the newer one."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    RECALL_SEEN = "recall_seen"


class Way(StrEnum):
    """How the word reached us: the station itself by its link, or somebody here wrote it down."""

    LINK = "link"
    PHONE = "phone"
    PAPER = "paper"
    BUNDLE = "bundle"


class Method(StrEnum):
    """How a script was put on air: read by a person, by a machine's voice, or relayed from another station."""

    READ = "read"
    TTS = "tts"
    RELAY = "relay"


SAID_SCREEN = {
    Said.RECEIVED: "đã nhận",
    Said.ACCEPTED: "xã đã duyệt phát",
    Said.RECALL_SEEN: "đã biết thu hồi",
}
WAY_SCREEN = {Way.LINK: "đài tự báo", Way.PHONE: "điện thoại", Way.PAPER: "giấy", Way.BUNDLE: "gói USB"}
METHOD_SCREEN = {Method.READ: "đọc", Method.TTS: "TTS", Method.RELAY: "tiếp âm"}
