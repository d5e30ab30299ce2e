"""config.yaml: every problem at once, the environment over the file, secrets never shown."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from scheduler.config import Config
from scheduler.errors import BhxhError
from scheduler.library import Unclean
from scheduler.secret import Secret

ROOT = Path(__file__).parents[1]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def load(file: Path, text: str, **env: str) -> Config:
    file.write_text(text, encoding="utf-8")
    return Config.load(file, env)


def refused(file: Path, text: str, **env: str) -> list[str]:
    with pytest.raises(Unclean) as error:
        load(file, text, **env)
    return [str(problem).removeprefix(f"{file}:") for problem in error.value.problems]


def test_the_shipped_file_says_what_the_defaults_say() -> None:
    shipped, default = (
        Config.load(ROOT / "config.yaml", {}),
        Config.load(None, {"BHXH_CONFIG": str(ROOT / "config.yaml")}),
    )
    assert shipped == default
    assert shipped.mode == "rehearsal"
    nothing = Config.model_validate({}, context={"folder": ROOT})
    assert shipped == nothing


def test_a_missing_default_file_means_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Config.load(None, {}).mode == "rehearsal"


def test_a_missing_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Unclean, match="không có tệp cấu hình này"):
        Config.load(tmp_path / "khac.yaml", {})


@pytest.mark.parametrize("text", ["", "# nothing\n", "web:\nchannels:\n"])
def test_an_empty_file_or_section_means_the_defaults(file: Path, text: str) -> None:
    assert load(file, text).web.port == 8000


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("mod: live", "1:1", 'có phải ý bạn là "mode"?'),
        ("mode: lve", "1:7", 'có phải ý bạn là "live"?'),
        ("zone: Asia/Ho_Chi_Min", "1:7", 'có phải ý bạn là "Asia/Ho_Chi_Minh"?'),
        ("database: mysql://x", "1:11", "sqlite:///"),
        ("public_url: truyenthong", "1:13", "https://"),
        ("web: {port: 99999}", "1:13", "65535"),
        ("web: 8000", "1:6", "cần một nhóm khóa: giá trị"),
        ("web: {prot: 1}", "1:7", 'có phải ý bạn là "port"?'),
        ("facebook: {version: v26}", "1:21", "v26"),
        ("facebook: {read_timeout: 30}", "1:26", "90s"),
        ("facebook: {protocol: twophase}", "1:22", 'có phải ý bạn là "two-phase"?'),
        ("facebook: {threads: 0}", "1:21", "phải từ 1"),
        ("approval: {author_may_approve: có}", "1:32", "true hoặc false"),
        ("speech: {four: năm}", "1:16", "tư"),
        ("channels: {fb: {}}", "1:16", 'thiếu khóa "token"'),
        ("[1]", "1:1", "khóa: giá trị"),
        ("mode: live\nmode: live", "2:1", "viết hai lần"),
    ],
)
def test_a_mistake_is_told_at_its_place(file: Path, text: str, place: str, words: str) -> None:
    (shown,) = refused(file, text)
    assert shown.startswith(f"{place}: ")
    assert words in shown


def test_all_mistakes_are_told_at_once(file: Path) -> None:
    shown = refused(file, "mod: x\nweb: {port: a}\nzone: b\nfacebook: {tread: 1}", BHXH_MODE="c", BHXH_GRAPH_URL="d")
    assert len(shown) == 6


def test_a_wrong_variable_is_told_by_its_name(file: Path) -> None:
    (shown,) = refused(file, "mode: live", BHXH_MODE="lve")
    assert shown.startswith("BHXH_MODE:")
    assert '"live"' in shown


def test_variables_win_over_the_file(file: Path) -> None:
    config = load(
        file, "mode: rehearsal\ndatabase: sqlite:///a", BHXH_MODE="live", BHXH_DATABASE_URL="postgresql://x/y",
        BHXH_GRAPH_URL="http://127.0.0.1:9/",
    )  # fmt: skip
    assert (config.mode, config.database) == ("live", "postgresql://x/y")
    assert config.facebook.graph_url == "http://127.0.0.1:9/"


def test_a_variable_can_name_the_file(file: Path) -> None:
    file.write_text("web: {port: 1234}", encoding="utf-8")
    assert Config.load(None, {"BHXH_CONFIG": str(file)}).web.port == 1234


def test_relative_paths_count_from_the_folder_of_the_file(file: Path) -> None:
    config = load(file, "content: noi-dung\nvar: may\ndatabase: sqlite:///may/a.sqlite3\nsandbox: {data: tap.sqlite3}")
    assert (config.content, config.var) == (file.parent / "noi-dung", file.parent / "may")
    assert config.database == f"sqlite:///{file.parent}/may/a.sqlite3"
    assert config.sandbox.data == file.parent / "tap.sqlite3"


def test_each_mode_has_a_database_of_its_own(file: Path) -> None:
    assert load(file, "").database == f"sqlite:///{file.parent}/var/rehearsal.sqlite3"
    assert load(file, "mode: live").database == f"sqlite:///{file.parent}/var/live.sqlite3"


def test_a_rehearsal_never_talks_to_facebook_and_live_does(file: Path) -> None:
    assert load(file, "sandbox: {port: 9999}").facebook.graph_url == "http://127.0.0.1:9999/"
    assert load(file, "mode: live").facebook.graph_url == "https://graph.facebook.com/"


def test_lengths_of_time_are_read(file: Path) -> None:
    config = load(file, "publishing: {tick: 90s, grace: 2d}")
    assert config.publishing.tick == timedelta(seconds=90)
    assert config.publishing.grace == timedelta(days=2)
    assert config.publishing.lease == timedelta(minutes=2)


def test_a_secret_typed_into_the_file_is_refused_without_being_shown(file: Path) -> None:
    with pytest.raises(Unclean) as error:
        load(file, "channels: {fb: {token: EAAGm0PX4ZCpsBA}}\nfacebook: {app_secret: 0123456789abcdef}")
    assert len(error.value.problems) == 2
    assert "EAAG" not in str(error.value)
    assert "abcdef" not in str(error.value)


def test_a_secret_comes_from_the_environment_when_it_is_needed(file: Path) -> None:
    token = load(file, "channels: {fb: {token: env:FB_TOKEN}}").channels["fb"].token
    assert token.resolve({"FB_TOKEN": " abc \n"}) == "abc"
    with pytest.raises(BhxhError, match="export FB_TOKEN="):
        token.resolve({})


def test_a_secret_comes_from_a_file_beside_the_configuration(file: Path) -> None:
    (file.parent / "fb.token").write_text("abc\n", encoding="utf-8")
    token = load(file, "channels: {fb: {token: file:fb.token}}").channels["fb"].token
    assert token.resolve() == "abc"


def test_a_secret_is_never_shown(file: Path) -> None:
    (file.parent / "fb.token").write_text("sesame", encoding="utf-8")
    config = load(file, "channels: {fb: {token: file:fb.token}}")
    config.channels["fb"].token.resolve()
    for shown in (repr(config), str(config), repr(config.channels["fb"].token), f"{config.channels['fb'].token}"):
        assert "sesame" not in shown
        assert "fb.token" in shown


@pytest.mark.parametrize(
    ("mode", "bits", "good"), [("live", 0o640, False), ("live", 0o600, True), ("rehearsal", 0o644, True)]
)
def test_in_live_mode_a_secret_that_others_may_read_is_refused(file: Path, mode: str, bits: int, good: bool) -> None:
    secret = file.parent / "fb.token"
    secret.write_text("abc", encoding="utf-8")
    secret.chmod(bits)
    token = load(file, f"mode: {mode}\nchannels: {{fb: {{token: file:fb.token}}}}").channels["fb"].token
    if good:
        assert token.resolve() == "abc"
    else:
        with pytest.raises(BhxhError, match="chmod 600"):
            token.resolve()


@pytest.mark.parametrize("content", [None, "", "  \n", b"\xff\xfe"])
def test_a_secret_that_is_not_there_says_what_to_do(tmp_path: Path, content: str | bytes | None) -> None:
    if isinstance(content, bytes):
        (tmp_path / "x").write_bytes(content)
    elif content is not None:
        (tmp_path / "x").write_text(content, encoding="utf-8")
    with pytest.raises(BhxhError) as error:
        Secret("file:x", tmp_path, strict=False).resolve()
    assert error.value.fix


def _settings(model: type[BaseModel], prefix: str = "") -> list[tuple[str, str | None]]:
    found = []
    for name, field in model.model_fields.items():
        found.append((prefix + name, field.description))
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found += _settings(field.annotation, f"{prefix}{name}.")
    return found


@pytest.mark.parametrize(("name", "description"), _settings(Config))
def test_every_setting_says_what_it_is_for(name: str, description: str | None) -> None:
    assert description, name
