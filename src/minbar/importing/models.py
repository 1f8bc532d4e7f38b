"""What came from where, so that it never comes twice."""

from django.db import models

from minbar.stories.models import Story


class ImportedPage(models.Model):
    """A page that was imported, known by its content."""

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of what the page says, however its file is encoded or named."""
    layout = models.CharField(max_length=80)
    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="imported_page")
    imported_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.layout} {self.digest[:12]}"
