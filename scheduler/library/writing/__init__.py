"""Writing content: a message as a YAML file, shown as a difference first, and photos that people upload."""

from scheduler.library.writing.drafts import Drafting
from scheduler.library.writing.photos import MAX_UPLOAD, NotAPhoto, keep_photo
from scheduler.library.writing.save import Proposal, propose, save

__all__ = ["MAX_UPLOAD", "Drafting", "NotAPhoto", "Proposal", "keep_photo", "propose", "save"]
