"""Room for what pays: reserved places on pages, and the advertisements that run in them."""
