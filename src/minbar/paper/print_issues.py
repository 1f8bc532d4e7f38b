"""The printed papers as readers find them: the newest, and by month those before."""

from minbar.paper.lists import Year, by_years
from minbar.press import keys
from minbar.stories.models import PrintIssue
from minbar.stories.signals import PRINT


def newest_print_issue() -> PrintIssue | None:
    """Return the paper that was printed last, or None in a newspaper that prints none."""
    keys.depends_on(PRINT)
    return PrintIssue.objects.select_related("cover").first()


def years_of_print() -> list[Year]:
    """Return the years and months of which there are printed papers."""
    keys.depends_on(PRINT)
    return by_years(_months())


def print_issues_of(month: str) -> tuple[list[PrintIssue], str, str]:
    """Return the papers of a month, and the months with papers before and after it."""
    keys.depends_on(PRINT, f"{PRINT}:{month}")
    year, number = map(int, month.split("-"))
    issues = PrintIssue.objects.filter(day__year=year, day__month=number).order_by("day")
    months = _months()
    earlier = next((each for each in months if each < month), "")
    later = next((each for each in reversed(months) if each > month), "")
    return list(issues.select_related("cover")), earlier, later


def _months() -> list[str]:
    days = PrintIssue.objects.dates("day", "month", order="DESC")
    return [f"{day:%Y-%m}" for day in days]
