"""Web push: breaking news, sent to the phones of readers who asked for it."""
