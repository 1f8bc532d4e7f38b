"""Django's SQLite, where the threads of a process write in the order in which they asked to."""
