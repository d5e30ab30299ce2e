"""What the YAML parser's complaints mean to the person who typed the file."""

from scheduler.core.phrase import phrase

_MEANINGS = {
    "mapping values are not allowed in this context": (
        phrase(
            "dấu hai chấm ở đây làm YAML hiểu sai; nếu nó thuộc câu chữ hãy đặt cả câu trong dấu nháy, "
            "nếu là khóa hãy sửa cách thụt đầu dòng"
        )
    ),
    "could not find expected ':'": phrase(
        "thiếu dấu hai chấm sau khóa, hoặc dòng này thụt sai so với khối chữ phía trên"
    ),
    "did not find expected key": phrase(
        "thụt đầu dòng không khớp với các khóa cùng cấp, hoặc câu chữ có dấu nháy chưa đóng"
    ),
    "did not find expected '-' indicator": phrase(
        "mục của danh sách phải bắt đầu bằng dấu - và thẳng cột với các mục trước"
    ),
    "did not find expected ',' or ']'": phrase("danh sách trong [ ] thiếu dấu phẩy hoặc thiếu ] đóng"),
    "did not find expected ',' or '}'": phrase("nhóm trong { } thiếu dấu phẩy hoặc thiếu } đóng"),
    "did not find expected node content": phrase(
        "thiếu giá trị ở đây; chữ bắt đầu bằng ký hiệu phải đặt trong dấu nháy"
    ),
    "did not find expected <document start>": phrase("chữ thừa sau nội dung; hãy kiểm tra thụt đầu dòng của dòng này"),
    "found character that cannot start any token": (
        phrase("giá trị không được bắt đầu bằng ký tự này (@, `, % hoặc phím Tab); hãy đặt trong dấu nháy")
    ),
    "found unexpected end of stream": phrase("dấu nháy mở ra mà không đóng lại"),
    "found a tab character that violates indentation": phrase("thụt đầu dòng bằng phím Tab; hãy thay bằng dấu cách"),
    "found a tab character where an indentation space is expected": phrase(
        "thụt dòng bằng phím Tab; hãy thay bằng dấu cách"
    ),
    "found unknown escape character": (
        phrase("trong dấu nháy kép, dấu \\ có nghĩa riêng; hãy viết \\\\ hoặc dùng dấu nháy đơn")
    ),
    "block sequence entries are not allowed in this context": phrase(
        "dấu - không đứng được ở đây; hãy xuống dòng và thụt vào"
    ),
    "mapping keys are not allowed in this context": phrase(
        "khóa không đứng được ở đây; hãy xuống dòng và thẳng cột các khóa"
    ),
    "did not find expected alphabetic or numeric character": (
        phrase("sau & hoặc * phải là tên; nếu là câu chữ hãy đặt trong dấu nháy")
    ),
    "did not find expected comment or line break": phrase("sau dấu | hoặc > phải xuống dòng rồi mới viết chữ"),
    "found unexpected document indicator": phrase("--- hoặc ... nằm trong chữ có dấu nháy; hãy thụt dòng này vào"),
    "found undefined tag handle": phrase("giá trị bắt đầu bằng dấu ! phải đặt trong dấu nháy"),
    "did not find expected whitespace or line break": phrase(
        "thiếu dấu cách sau ký hiệu; câu chữ như thế phải có nháy"
    ),
}
_OTHERWISE = phrase("không đọc được YAML ở đây; hãy so với một tệp mẫu: thụt đầu dòng, dấu hai chấm, dấu nháy")


def meaning(problem: str | None) -> str:
    """The sentence for a complaint of libyaml; a general one where there is none of its own."""
    return _MEANINGS.get(problem or "", _OTHERWISE)
