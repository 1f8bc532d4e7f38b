"""Reading ``MINBAR_EDITIONS`` as an operator writes it."""

from collections.abc import Container


def read_editions(told: str, own: str, known: Container[str]) -> list[str]:
    """Return the languages beside the newspaper's ``own`` that ``told`` names: ``fr, en``.

    Raises ValueError, saying what was expected, for a language that Minbar does not speak, for the
    newspaper's own, and for one that is named twice.

    >>> read_editions("fr, en", "ar", ["ar", "fr", "en"])
    ['fr', 'en']
    """
    languages = [part.strip() for part in told.split(",") if part.strip()]
    for language in languages:
        if language not in known:
            raise ValueError(
                f"MINBAR_EDITIONS={told} names {language}, in which Minbar has no words. "
                "It speaks ar, fr and en: MINBAR_EDITIONS=fr, or MINBAR_EDITIONS=fr,en."
            )
        if language == own:
            raise ValueError(
                f"MINBAR_EDITIONS={told} names the newspaper's own language, {own} "
                "(MINBAR_LANGUAGE). Name only the others."
            )
    if len(set(languages)) != len(languages):
        raise ValueError(f"MINBAR_EDITIONS={told} names a language twice. Name each once.")
    return languages
