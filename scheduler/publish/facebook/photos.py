"""The bytes of a post's photos: the file that was approved, made fit to go out."""

import hashlib
from pathlib import Path

from scheduler.core.post import Picture
from scheduler.publish.facebook.pictures import UnreadablePictureError, fit
from scheduler.publish.files import OutsideFolderError, inside


class WrongPhotoError(Exception):
    """A photo that may not go out; the text says which and what to do."""


def photo_bytes(media: Path, picture: Picture) -> bytes:
    """The bytes to send of a photo under `media`.

    Raises WrongPhotoError where the file is missing, lies elsewhere, or is no longer the one that was approved.
    Raises OSError where the disk fails.
    """
    try:
        path = inside(media, *picture.file.split("/"))
    except OutsideFolderError:
        why = f'Ảnh "{picture.file}" nằm ngoài thư mục media: sửa lại tên ảnh trong thông điệp'
        raise WrongPhotoError(why) from None
    if not path.is_file():
        raise WrongPhotoError(f'Không thấy ảnh "{picture.file}" trong thư mục media: đặt lại tệp rồi gửi lại')
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != picture.sha256:
        raise WrongPhotoError(f'Ảnh "{picture.file}" đã bị thay sau khi duyệt: trả lại ảnh cũ, hoặc duyệt lại bài')
    try:
        return fit(content)
    except UnreadablePictureError as error:
        why = f'Ảnh "{picture.file}" không đọc được ({error}): dùng ảnh JPG hay PNG rồi duyệt lại'
        raise WrongPhotoError(why) from None
