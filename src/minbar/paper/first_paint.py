"""The one script that stands inside pages: what the reader has chosen holds before the first paint.

It puts the kept choices (``minbar:reading``, see ``minbar-reading.js``) on the page's root, where
``tokens.css`` looks for them. Were it a file, a page would be painted once without them.
"""

import base64
import hashlib
from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".js").read_text().strip()
"""At most 300 bytes, for it comes with every page."""

SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
"""How a Content-Security-Policy allows it, and no other script inside a page."""
