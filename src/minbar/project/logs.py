"""What a line of the log may not show."""

import logging
import re

RECEIPT = re.compile(r"/((?:error-)?receipts)/[A-Za-z0-9_-]+")


class WithoutReceiptTokens(logging.Filter):
    """Writes ``/receipts/…`` where a line would show the token, which is the key to a comment.

    Likewise ``/error-receipts/…``, the key to a report of an error.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, its message rewritten if need be."""
        message = record.getMessage()
        if "receipts/" in message:
            record.msg = RECEIPT.sub(r"/\1/…", message)
            record.args = ()
        return True
