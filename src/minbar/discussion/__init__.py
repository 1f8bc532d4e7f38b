"""Readers' comments: submission, moves, receipts, privacy, and the policy that refusals cite."""
