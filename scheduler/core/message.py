"""Messages: what is to be said, with one text per channel kind and language."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from scheduler.core.fields import Content, Day, Identifier, MisplacedError, Text, Whole
from scheduler.core.phrase import phrase
from scheduler.core.text import fold

Topic = Literal["bhxh", "bhyt", "bhtn"]
Tone = Literal["festive", "plain", "service"]


def _not_urgent(value: Any) -> Any:
    """Thông tư 39/2020/TT-BTTTT knows a third priority, broadcast at once: disaster, fire, epidemic."""
    if isinstance(value, str) and re.sub(r"[\s_-]", "", fold(value)) == "khancap":
        raise ValueError(
            phrase(
                '"{value}" không phải của BHXH: tin khẩn cấp do cơ quan phòng chống thiên tai, dịch bệnh phát qua'
                ' hệ thống thông tin nguồn; hãy ghi "uu_tien" (đọc trước) hoặc "thuong"',
                value=value,
            )
        )
    return value


Priority = Annotated[Literal["thuong", "uu_tien"], BeforeValidator(_not_urgent)]


class Photo(Content):
    """A picture under `content/media/` and the words that a blind reader hears instead of it."""

    file: Text
    alt: Text


class Body(Content):
    """The text of a message for one channel kind in one language, a Jinja2 template.

    A language other than Vietnamese is a translator's text: it names the SHA-256 of the Vietnamese
    template it translates, the figures it states, who translated it, and how long it takes to read.
    """

    text: Text
    link: Text | None = None
    photos: tuple[Photo, ...] = Field(default=(), max_length=10)
    notes: Text | None = None
    music: Text | None = None
    translates: Text | None = None
    states: dict[str, Text] = Field(default_factory=dict)
    translator: Text | None = None
    seconds: Whole | None = Field(default=None, gt=0)


def _short_form(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class _TextOrBody:
    """For editors: the short form of a body is its text alone."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


BodyField = Annotated[Body, BeforeValidator(_short_form), _TextOrBody]


class Message(Content):
    """A policy message. `valid_from` to `valid_to` are the days on which it may be published."""

    id: Identifier
    topic: Topic
    title: Text
    audience: tuple[Text, ...] = Field(min_length=1)
    legal_basis: tuple[Text, ...] = Field(min_length=1)
    valid_from: Day
    valid_to: Day | None = None
    tone: Tone = "plain"
    priority: Priority = "thuong"
    note: Text | None = None
    texts: dict[Identifier, dict[Identifier, BodyField]] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            what = phrase(
                "ngày hết hạn {valid_to} đứng trước ngày bắt đầu {valid_from}; hãy sửa một trong hai",
                valid_to=self.valid_to,
                valid_from=self.valid_from,
            )
            raise MisplacedError([(("valid_to",), what)])
        return self

    def holds(self, day: date) -> bool:
        """Whether the message may be published on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def body(self, kind: str, lang: str) -> Body | None:
        """The text for a channel kind and language, or None where there is none."""
        return self.texts.get(kind, {}).get(lang)
