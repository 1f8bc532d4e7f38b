"""Moments on the newsroom's screens."""

from django import template

from minbar.stories.dates import when

register = template.Library()

register.filter("when", when)
