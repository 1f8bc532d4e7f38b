"""Styles, scripts, faces and pictures, answered before Django is asked: they need no database."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

HASHED = r"^.+\.[0-9a-f]{12}\.[^/]+$"
"""A name that changes with what is in the file, so that it may be kept for ever."""
MEDIA_FOLDERS = ("images", "cards", "themes", "print")
"""Renditions, share cards, a newspaper's look and its printed papers; the originals of pictures
lie beside them and are nobody's."""
DOCUMENTS = "documents"
"""What stories offer to be read or played; a file may be replaced."""
DOCUMENT_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What WhiteNoise does not know of those that are taken; as in ``deploy/nginx.conf``."""
FOR_A_WHILE = "public, max-age=600"
FOR_EVER = "public, max-age=31536000, immutable"


class Files:
    """WSGI middleware around WhiteNoise: what was collected for ``/static/``, and ``/media/``."""

    def __init__(self, application: Callable[..., Any], *, static: Path, media: Path) -> None:
        pictures = WhiteNoise(application, autorefresh=True, add_headers_function=_keep_for_ever)
        for folder in MEDIA_FOLDERS:
            pictures.add_files(str(media / folder), prefix=f"media/{folder}/")
        documents = WhiteNoise(
            pictures,
            autorefresh=True,
            mimetypes=DOCUMENT_TYPES,
            add_headers_function=_keep_for_a_while,
        )
        documents.add_files(str(media / DOCUMENTS), prefix=f"media/{DOCUMENTS}/")
        self._rest = application
        self._static = WhiteNoise(
            documents,
            immutable_file_test=HASHED,
            add_headers_function=_take_the_type_as_told,
        )
        if static.is_dir():
            self._static.add_files(str(static), prefix="static/")

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a file, or as the wrapped application does."""
        path = environ["PATH_INFO"]
        if path.startswith(("/static/", "/media/")):
            return self._static(environ, start_response)
        return self._rest(environ, start_response)


def _take_the_type_as_told(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def _keep_for_ever(headers: Any, path: str, url: str) -> None:
    """A rendition's name changes with what it shows, and so does a card's."""
    _take_the_type_as_told(headers, path, url)
    headers["Cache-Control"] = FOR_EVER


def _keep_for_a_while(headers: Any, path: str, url: str) -> None:
    _take_the_type_as_told(headers, path, url)
    headers["Cache-Control"] = FOR_A_WHILE
