"""Property tests ask what is true, and never how long a busy machine took over it."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
