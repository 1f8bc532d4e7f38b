"""What the paper's templates call. Each tag asks its room and says how the answer looks."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from minbar import arabic
from minbar.discussion import modes, site_settings
from minbar.discussion.models import Comment
from minbar.discussion.receipts import token_of
from minbar.discussion.reviewing import Review
from minbar.discussion.story_tokens import story_token
from minbar.discussion.submission import form_of
from minbar.paper import (
    composition,
    figures,
    lists,
    readers_words,
    review_sentences,
    share_addresses,
)
from minbar.paper.first_paint import SCRIPT
from minbar.paper.photo_sizes import PORTRAIT_SIZE, sizes_of
from minbar.paper.showing import shows_photo
from minbar.paper.structured_data import as_script, described_person, news_article
from minbar.press import keys
from minbar.stories.dates import clock, day_date, dual_date, hijri_months, month_name, when
from minbar.stories.listings import of_section
from minbar.stories.models import Author, CommentsMode, Newspaper, Photo, Section, Story
from minbar.stories.numbers import digits, number

register = template.Library()

DESCRIPTION_LENGTH = 160

register.filter("counted_views", figures.views)
register.filter("counted_comments", figures.comments)
register.filter("counted_minutes", figures.minutes)
register.filter("counted_results", figures.results)
register.filter("counted_stories", figures.stories)
register.filter("counted", number)
register.filter("short_address", share_addresses.short_address)
register.filter("paragraphs", readers_words.paragraphs)
register.filter("takes_comments", modes.takes_comments)
register.filter("when", when)
register.filter("clock", clock)
register.filter("digits", digits)
register.filter("hijri_months", hijri_months)
register.simple_tag(dual_date)
register.simple_tag(day_date)
register.simple_tag(month_name)


@register.simple_tag
def first_paint() -> SafeString:
    """Give the script that stands inside each page."""
    return mark_safe(SCRIPT)  # noqa: S308 - our own file


@register.simple_tag(takes_context=True)
def nameplate(context: template.Context) -> SafeString:
    """Give the newspaper's name as its lettering, or plain where none was drawn."""
    newspaper: Newspaper = context["newspaper"]
    if not newspaper.nameplate:
        return format_html("{}", newspaper.name)
    drawing = mark_safe(newspaper.nameplate)  # noqa: S308 - drawn by stories.nameplate
    return format_html('{}<span class="unseen">{}</span>', drawing, newspaper.name)


@register.simple_tag
def edition_date() -> arabic.DualDate:
    """Give the day of this edition; the schedule touches its key when the day is over."""
    keys.depends_on("edition-date")
    return dual_date(timezone.now())


@register.simple_tag
def front_page() -> dict[str, Any]:
    """Compose the front page, with its rankings."""
    front = composition.compose_front()
    return {
        **vars(front),
        "most_read": figures.ranked_by_views(composition.most_read()),
        "most_discussed": figures.ranked_by_comments(composition.most_discussed()),
    }


@register.simple_tag
def section_page(section: Section) -> composition.SectionPage:
    """Compose a section's page."""
    return composition.compose_section(section)


@register.simple_tag
def section_years(section: Section) -> list[lists.Year]:
    """Give the months in which a section has published, by years."""
    return lists.years_of(of_section(section.pk, section.path))


@register.simple_tag
def story_page(story: Story) -> composition.StoryPage:
    """Compose what stands around and below a story, once for all blocks of its page."""
    if not hasattr(story, "_composed"):
        story._composed = composition.compose_story(story)
    composed: composition.StoryPage = story._composed
    return composed


@register.simple_tag(takes_context=True)
def structured_data(
    context: template.Context, story: Story, shown: composition.StoryPage
) -> SafeString:
    """Write what machines read of a story."""
    return as_script(
        news_article(
            story,
            newspaper=context["newspaper"],
            comments=list(shown.discussion.published()),
            comment_count=shown.comment_count,
            corrections=shown.on_record.standing_corrections(),
            views=shown.views,
        )
    )


@register.simple_tag(takes_context=True)
def person_data(context: template.Context, author: Author) -> SafeString:
    """Write what machines read of an author."""
    return as_script(described_person(author, context["newspaper"]))


@register.inclusion_tag("discussion/discussion.html")
def discussion(story: Story, shown: composition.StoryPage) -> dict[str, Any]:
    """Show the first of a story's comments, and the form."""
    mode = modes.mode_shown(story)
    return {
        "story": story,
        "mode": mode,
        "is_open": mode != CommentsMode.CLOSED,
        "closing_note": site_settings.load().closing_note,
        "shown": shown.discussion,
        "count": shown.comment_count,
        "form": form_of(story),
        "token": story_token(story.pk),
    }


@register.inclusion_tag("paper/card.html")
def card(story: Story, **shown: Any) -> dict[str, Any]:
    """Show a story in a list; ``shown`` says which of its parts, ``figures`` its comments."""
    comments = shown.pop("figures", {}).get(story.pk, 0)
    byline, dated = shown.get("byline", False), shown.get("dated", False)
    facts = comments or (byline and story.authors) or (dated and story.published_at)
    return {"story": story, "comments": comments, "facts": facts, **shown}


@register.simple_tag
def photo(
    picture: Photo | None,
    *,
    alternative_text: str = "",
    classes: str = "",
    sizes: str = "100vw",
    is_lead: bool = False,
) -> SafeString:
    """Show a photo in the sizes that phones and desktops ask for, or the place of an absent one."""
    context: dict[str, Any] = {
        "alternative_text": alternative_text,
        "classes": classes,
        "sizes": sizes,
        "is_lead": is_lead,
    }
    if picture:
        shows_photo(picture)
        renditions = sizes_of(picture)
        context |= {
            "renditions": renditions,
            "smallest": renditions[0],
            "largest": renditions[-1],
        }
    return render_to_string("paper/photo.html", context)


@register.simple_tag
def portrait(picture: Photo) -> SafeString:
    """Show an author's face, small and round."""
    shows_photo(picture)
    rendition = picture.get_rendition(PORTRAIT_SIZE)
    return format_html('<img src="{}" alt="" width="120" height="120">', rendition.url)


@register.simple_tag(takes_context=True)
def share_card(context: template.Context, story: Story) -> str:
    """Give the path of the picture that networks show for a story."""
    return share_addresses.share_card_address(story, context["newspaper"])


@register.simple_tag
def receipt_address(comment: Comment) -> str:
    """Give the whole address of a comment's receipt."""
    return f"{settings.MINBAR_SITE_URL}/receipts/{token_of(comment)}/"


@register.simple_tag
def can_send_mail() -> bool:
    """Say whether this newspaper sends mail at all."""
    return site_settings.mail_is_configured()


@register.simple_tag
def review_sentence(review: Review) -> str:
    """Say when comments are read and how long that takes."""
    return review_sentences.review_sentence(review)


@register.inclusion_tag("discussion/letters_left.html")
def letters_left(limit: int) -> dict[str, Any]:
    """Make the place where a script says how many letters are left, and the sentences for it."""
    return {
        "limit": limit,
        "left": json.dumps(figures.by_plural(figures.letters_left), ensure_ascii=False),
        "over": json.dumps(figures.by_plural(figures.letters_over), ensure_ascii=False),
    }


@register.filter
def description(story: Story) -> str:
    """Say in a sentence what a story is about, for who sees only a link to it."""
    if story.standfirst:
        return story.standfirst
    text = next((block.value.source for block in story.body if block.block_type == "text"), "")
    first = text.partition("</p>")[0]
    return truncatechars(strip_tags(first), DESCRIPTION_LENGTH)
