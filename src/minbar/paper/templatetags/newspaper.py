"""What the paper's templates call. Each tag asks its room and says how the answer looks."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.files.storage import default_storage
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.documents.models import Document

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
from minbar.paper.front_page import FrontPage, compose_front
from minbar.paper.missed_addresses import words_of
from minbar.paper.photos import face_of, picture_of
from minbar.paper.print_issues import newest_print_issue
from minbar.paper.showing import shows_document, shows_lines, shows_photo
from minbar.paper.structured_data import (
    as_script,
    breadcrumb_list,
    described_newspaper,
    described_person,
    described_site,
    news_article,
)
from minbar.press import keys
from minbar.push.messages import public_key
from minbar.search.forms import SearchForm
from minbar.stories import editions
from minbar.stories.dates import (
    clock,
    day_date,
    day_of_moment,
    dual_date,
    hijri_months,
    month_name,
    when,
)
from minbar.stories.front_time import BREAKING, front_time
from minbar.stories.listings import of_section
from minbar.stories.models import (
    Author,
    BreakingNews,
    CommentsMode,
    Front,
    Newspaper,
    Photo,
    PrintIssue,
    Section,
    Story,
)
from minbar.stories.numbers import digits, number

register = template.Library()

DESCRIPTION_LENGTH = 160
LOGO_SIZE = "max-800x240|format-webp|webpquality-90"

register.filter("counted_views", figures.views)
register.filter("counted_comments", figures.comments)
register.filter("counted_photos", figures.photos)
register.filter("counted_minutes", figures.minutes)
register.filter("counted_results", figures.results)
register.filter("counted_stories", figures.stories)
register.filter("counted", number)
register.filter("short_address", share_addresses.short_address)
register.filter("paragraphs", readers_words.paragraphs)
register.filter("takes_comments", modes.takes_comments)
register.filter("when", when)
register.filter("clock", clock)
register.filter("gregorian_day", day_of_moment)
register.filter("file_size", figures.file_size)
register.filter("digits", digits)
register.filter("hijri_months", hijri_months)
register.simple_tag(dual_date)
register.simple_tag(day_date)
register.simple_tag(month_name)
register.simple_tag(public_key, name="push_key")


@register.simple_tag
def first_paint() -> SafeString:
    """Give the script that stands inside each page."""
    return mark_safe(SCRIPT)  # noqa: S308 - our own file


@register.simple_tag(takes_context=True)
def nameplate(context: template.Context) -> SafeString:
    """Give the newspaper's name as its lettering, or plain where none was drawn."""
    newspaper: Newspaper = context["newspaper"]
    if newspaper.logo:
        return _logo(newspaper)
    if not newspaper.nameplate:
        return format_html("{}", newspaper.name)
    drawing = mark_safe(newspaper.nameplate)  # noqa: S308 - drawn by stories.nameplate
    return format_html('{}<span class="unseen">{}</span>', drawing, newspaper.name)


def _logo(newspaper: Newspaper) -> SafeString:
    """Show the logo, on dark pages the other one if there is one; a name once, for who listens."""
    told = '<img class="{}" src="{}" alt="{}" width="{}" height="{}">'
    kinds = {"light": newspaper.logo, "dark": newspaper.logo_in_the_dark}
    logos = {kind: logo for kind, logo in kinds.items() if logo}
    drawn = []
    for kind, logo in logos.items():
        shows_photo(logo)
        made = logo.get_rendition(LOGO_SIZE)
        classes = f"masthead__logo masthead__logo--{kind if len(logos) == 2 else 'only'}"
        drawn.append(format_html(told, classes, made.url, newspaper.name, made.width, made.height))
    return SafeString("".join(drawn))


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """Give the address of the newspaper's own look, if it has one."""
    name = context["newspaper"].theme
    return default_storage.url(name) if name else ""


@register.simple_tag
def edition_date() -> arabic.DualDate:
    """Give the day of this edition; the schedule touches its key when the day is over."""
    keys.depends_on("edition-date")
    return dual_date(timezone.now())


@register.simple_tag(takes_context=True)
def front_page(context: template.Context, front: Front) -> FrontPage:
    """Compose the front page, once for all blocks of it; a preview says by which hour."""
    if not hasattr(front, "_composed"):
        front._composed = compose_front(front, context.get("front_time") or front_time())
    composed: FrontPage = front._composed
    return composed


@register.simple_tag
def breaking_news() -> BreakingNews | None:
    """Give the line that stands over this page, if there is one."""
    keys.depends_on(BREAKING)
    lines = BreakingNews.objects.at(front_time()).of_edition(editions.current())
    return lines.select_related("story").first()


@register.simple_tag
def print_edition() -> PrintIssue | None:
    """Give the paper that was printed last, if this newspaper prints one: its own edition."""
    return newest_print_issue() if editions.current() == editions.OWN else None


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
            modified_at=shown.modified_at,
            views=shown.views,
            live=shown.live,
        )
    )


@register.simple_tag(takes_context=True)
def person_data(context: template.Context, author: Author) -> SafeString:
    """Write what machines read of an author."""
    return as_script(described_person(author, context["newspaper"]))


@register.simple_tag(takes_context=True)
def site_data(context: template.Context) -> SafeString:
    """Write what machines read of the newspaper on its front page."""
    return as_script(described_site(context["newspaper"]))


@register.simple_tag(takes_context=True)
def newspaper_data(context: template.Context) -> SafeString:
    """Write what machines read of the imprint."""
    return as_script(described_newspaper(context["newspaper"]))


@register.simple_tag
def breadcrumbs(*names_and_paths: str) -> SafeString:
    """Write what machines read of the way from the front page to this one."""
    steps = zip(names_and_paths[::2], names_and_paths[1::2], strict=True)
    return as_script(breadcrumb_list([(gettext("Front page"), reverse("front")), *steps]))


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


@register.inclusion_tag("search/missed.html", takes_context=True)
def search_for_missed(context: template.Context) -> dict[str, Any]:
    """Offer a search for the words of an address where nothing is."""
    return {"form": SearchForm(initial={"q": words_of(context["request"].path_info)})}


@register.inclusion_tag("paper/card.html")
def card(story: Story, **shown: Any) -> dict[str, Any]:
    """Show a story in a list; ``shown`` says which of its parts, ``figures`` its comments."""
    comments = shown.pop("figures", {}).get(story.pk, 0)
    byline, dated = shown.get("byline", False), shown.get("dated", False)
    coverage, photos = story.live_coverage, story.photo_count
    signed, told_when = byline and story.authors, dated and story.published_at
    facts = photos or comments or coverage or signed or told_when
    told = {"comments": comments, "photos": photos, "coverage": coverage, "facts": facts}
    return {"story": story, **told, **shown}


@register.inclusion_tag("paper/photo.html")
def photo(
    picture: Photo | None,
    *,
    alternative_text: str = "",
    classes: str = "",
    sizes: str = "100vw",
    square_sizes: str = "",
    is_lead: bool = False,
    is_whole: bool = False,
) -> dict[str, Any]:
    """Show a photo in what is made of it, or the place of an absent one; see ``picture_of``."""
    shown = None
    if picture:
        shows_photo(picture)
        shown = picture_of(picture, sizes=sizes, square_sizes=square_sizes, is_whole=is_whole)
    return {
        "photo": picture,
        "shown": shown,
        "alternative_text": alternative_text,
        "classes": classes,
        "is_lead": is_lead,
        "is_whole": is_whole,
    }


@register.simple_tag
def portrait(picture: Photo) -> SafeString:
    """Show an author's face, small and round."""
    shows_photo(picture)
    face = face_of(picture)
    if face is None:
        return SafeString("")
    return format_html(
        '<img src="{}" alt="" width="120" height="120" loading="lazy" decoding="async">', face.url
    )


@register.simple_tag
def poster(picture: Photo | None) -> str:
    """Give the address of the picture that stands for a film; every browser reads it."""
    if picture is None:
        return ""
    shows_photo(picture)
    shown = picture_of(picture, sizes="")
    return shown.ground.url if shown else ""


@register.simple_tag
def document_shown(document: Document | None) -> str:
    """Say that a page shows a document: its address, its title and its size."""
    if document is not None:
        shows_document(document)
    return ""


@register.simple_tag
def related_story(story: Story | None) -> Story | None:
    """Give a story that another points to, while readers may read it."""
    if story is None:
        return None
    shows_lines([story])
    return story if story.live else None


@register.simple_tag(takes_context=True)
def share_card(context: template.Context, story: Story) -> str:
    """Give the path of the picture that networks show for a story."""
    return share_addresses.share_card_address(story, context["newspaper"])


@register.simple_tag
def receipt_address(comment: Comment) -> str:
    """Give the whole address of a comment's receipt."""
    return settings.MINBAR_SITE_URL + reverse("receipt", args=[token_of(comment)])


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


@register.filter(expects_localtime=True)
def iso(moment: datetime) -> str:
    """Write a moment for machines, to the second: HTML takes no microseconds."""
    return moment.isoformat(timespec="seconds")


@register.filter
def description(story: Story) -> str:
    """Say in a sentence what a story is about, for who sees only a link to it."""
    if story.standfirst:
        return story.standfirst
    text = next((block.value.source for block in story.body if block.block_type == "text"), "")
    first = text.partition("</p>")[0]
    return truncatechars(strip_tags(first), DESCRIPTION_LENGTH)
