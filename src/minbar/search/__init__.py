"""The readers' search: stories and comments, found by what was meant."""
