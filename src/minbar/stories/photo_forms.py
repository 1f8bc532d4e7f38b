"""The newsroom's form of a photo."""

from typing import Any

from wagtail.images.forms import BaseImageForm


class PhotoForm(BaseImageForm):
    """Takes another file for a photo, and leaves its renditions to those who show them.

    Wagtail's deletes them at once, after ours are made anew, and while pages still name them.
    """

    original_file: Any

    def save(self, commit: bool = True) -> Any:
        """Save the photo; the file that it had before is deleted."""
        name = str(self.original_file or "")
        self.original_file = None
        photo = super().save(commit=commit)
        if commit and "file" in self.changed_data and name:
            photo.file.storage.delete(name)
        return photo
