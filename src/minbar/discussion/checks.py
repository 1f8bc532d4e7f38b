"""What ``minbar check --deploy`` finds unsafe in the discussion."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def check_rate_limits(app_configs: Any, **_options: Any) -> list[Error]:
    """Refuse a newspaper that anybody may flood."""
    if settings.MINBAR_RATE_LIMITS:
        return []
    return [
        Error(
            "MINBAR_RATE_LIMITS is off: anybody may flood the discussion.",
            hint="It is for load tests only. Remove it from the environment.",
            id="discussion.E001",
        )
    ]
