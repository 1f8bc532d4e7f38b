"""What a line of the log may not show."""

import logging
import re

RECEIPT = re.compile(r"/receipts/[A-Za-z0-9_-]+")


class WithoutReceiptTokens(logging.Filter):
    """Writes ``/receipts/…`` where a line would show the token, which is the key to a comment."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, its message rewritten if need be."""
        message = record.getMessage()
        if "/receipts/" in message:
            record.msg = RECEIPT.sub("/receipts/…", message)
            record.args = ()
        return True
