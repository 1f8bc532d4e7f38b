"""Addresses of the printed papers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minbar.paper.print_issues import newest_print_issue, print_issues_of, years_of_print
from minbar.press.public import pressed


@pressed()
@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """Show the paper that was printed last, and the months of those before."""
    issue = newest_print_issue()
    if issue is None:
        raise Http404
    return render(request, "print/newest.html", {"issue": issue, "years": years_of_print()})


@pressed()
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """Show the covers of a month."""
    issues, earlier, later = print_issues_of(month)
    if not issues:
        raise Http404
    context = {"month": month, "issues": issues, "earlier": earlier, "later": later}
    return render(request, "print/month.html", context)
