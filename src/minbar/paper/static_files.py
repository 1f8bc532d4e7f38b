"""Static files as they are shipped: style sheets joined into one, names hashed by content."""

import re
from pathlib import Path
from typing import Any

import lightningcss
import minify
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = ("paper/newspaper.css", "paper/newsroom.css")
SCRIPTS = ("paper/newspaper.js", "moderation/desk.js")

_IMPORTED = re.compile(r'^import "(?P<file>\./[^"]+)";$', re.MULTILINE)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins what ``newspaper.css`` and ``newspaper.js`` import, so that pages ask for one each."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        """Join, then hash and compress as usual."""
        joins = dict.fromkeys(STYLES, _joined_style) | dict.fromkeys(SCRIPTS, _joined_scripts)
        for name in joins.keys() & paths.keys() if not dry_run else ():
            # From its source: what lies here may be joined already, out of older parts.
            storage, path = paths[name]
            Path(self.path(name)).write_text(joins[name](Path(storage.path(path))))
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def _joined_style(file: Path) -> str:
    return lightningcss.bundle_css(str(file), minify=True)


def _joined_scripts(file: Path) -> str:
    """Put each imported script in a block of its own, so that their names do not meet."""

    def script(line: re.Match[str]) -> str:
        return f"{{\n{(file.parent / line['file']).read_text()}}}"

    return minified(_IMPORTED.sub(script, file.read_text()))


def minified(script: str) -> str:
    """Return what does the same in fewer bytes: a phone loads a quarter less, compressed."""
    return minify.string("application/javascript", script)
