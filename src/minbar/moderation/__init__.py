"""The desk where comments are judged: the queue and its decisions."""
