"""What people pipe into `bhxh speak`: nothing, files of Windows, broken bytes, sentences too long to say."""

from .conftest import Answer, Terminal


def test_nothing_to_read_is_nothing_read(terminal: Terminal) -> None:
    assert terminal.pipe("speak", b"") == Answer(0, "", "")


def test_lines_of_windows_are_read_as_lines(terminal: Terminal) -> None:
    answer = terminal.pipe("speak", b"\xef\xbb\xbf" + "Mức 5%.\r\n\r\nCó 3 hộ.".encode())
    assert answer == Answer(0, "Mức năm phần trăm.\n\nCó ba hộ.\n", "")


def test_bytes_that_are_no_utf8_are_named_and_the_other_lines_are_read(terminal: Terminal) -> None:
    answer = terminal.pipe("speak", b"M\xf8c 5 \xff\n" + "Có 3 hộ.\n".encode())
    assert (answer.code, answer.out.splitlines()[1]) == (1, "Có ba hộ.")
    assert answer.err.startswith("dòng 1, byte 2: không phải chữ UTF-8")


def test_a_character_that_cannot_be_seen_is_named_by_its_number(terminal: Terminal) -> None:
    answer = terminal.pipe("speak", "bà\0 con\u200b\n".encode())
    assert answer.code == 1
    assert "“U+0000”" in answer.err
    assert "“U+200B”" in answer.err


def test_a_sentence_over_forty_syllables_is_pointed_out_and_is_no_error(terminal: Terminal) -> None:
    answer = terminal.pipe("speak", f"Một.\n{'bà con ' * 21}hôm nay.\n".encode())
    assert (answer.code, answer.err) == (0, "dòng 2: câu dài 44 tiếng, nên tách: “bà con bà con bà con bà con…”\n")


def test_an_endless_line_of_figures_is_refused_without_a_word_of_python(terminal: Terminal) -> None:
    answer = terminal.pipe("speak", b"1" * 100_000 + b"\n" + b"5 - " * 30_000 + b"\n")
    assert (answer.code, "Traceback" in answer.err) == (1, False)
    assert "hãy tách thành nhiều câu" in answer.err


def test_render_points_out_the_sentence_that_takes_the_breath_away(terminal: Terminal) -> None:
    terminal.folder.replace("messages/bhyt/loi-ich.yaml", "Có thẻ", f"Kính thưa {'bà con ' * 20}có thẻ")
    answer = terminal.good("render", "loi-ich", "--unit", "u-a", "--kind", "radio", "--on", "2021-05-07")
    assert "câu dài 51 tiếng, nên tách: “Kính thưa bà con bà con bà con…”" in answer.err
