"""The demo edition: a fictional daily, written and drawn for Minbar, that a newcomer can read."""
