"""What the newspaper got wrong and owes: corrections, the right of reply, readers' reports."""
