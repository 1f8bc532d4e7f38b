"""What the newspaper is called in each of its editions."""

from minbar.stories.models import Front, Newspaper

NAMED = ("newspaper_name", "tagline", "nameplate")


def newspaper_in(edition: str) -> Newspaper:
    """Return the newspaper with the name and the tagline of an edition: to be shown, not saved."""
    newspaper: Newspaper = Newspaper.load()
    if not edition:
        return newspaper
    names = Front.objects.of_edition(edition).values_list(*NAMED).first()
    name, tagline, nameplate = names or ("", "", "")
    if name:
        newspaper.name, newspaper.nameplate = name, nameplate
    newspaper.tagline = tagline or newspaper.tagline
    return newspaper
