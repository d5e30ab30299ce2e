"""Writing content: a message as a YAML file, shown as a difference first, and photos that people upload."""

from scheduler.library.writing.drafts import Drafting
from scheduler.library.writing.photos import FOLDER as UPLOADS
from scheduler.library.writing.photos import MAX_UPLOAD, NotAPhoto, keep_photo
from scheduler.library.writing.save import Proposal, propose, save
from scheduler.library.writing.sweep import named_in, sweep_uploads

__all__ = [
    "MAX_UPLOAD", "UPLOADS", "Drafting", "NotAPhoto", "Proposal", "keep_photo", "named_in", "propose", "save",
    "sweep_uploads",
]  # fmt: skip
