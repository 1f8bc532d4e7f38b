"""Static files as they are shipped: style sheets joined into one, names hashed by content."""

from pathlib import Path
from typing import Any

import lightningcss
from whitenoise.storage import CompressedManifestStaticFilesStorage

NEWSPAPER = "paper/newspaper.css"


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Follows the ``@import`` lines of ``newspaper.css``, so that a page asks for one style sheet."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        """Join, then hash and compress as usual."""
        if NEWSPAPER in paths and not dry_run:
            file = Path(self.path(NEWSPAPER))
            file.write_text(lightningcss.bundle_css(str(file), minify=True))
            paths[NEWSPAPER] = (self, NEWSPAPER)
        yield from super().post_process(paths, dry_run, **options)
