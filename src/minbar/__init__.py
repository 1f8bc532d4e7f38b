"""Minbar: an Arabic-first newspaper platform with moderated reader discussion."""
