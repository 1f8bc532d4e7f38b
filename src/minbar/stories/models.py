"""What a newspaper is made of: its front, sections, stories, authors, desks and photos."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet

from minbar.stories import editions
from minbar.stories.addresses import (
    RESERVED_SLUGS,
    RESERVED_STORY_SLUGS,
    ROOM_FOR_A_NUMBER,
    SECTION_SLUG_CHARACTERS,
    SLUG_BYTES,
    TAG_SLUG_CHARACTERS,
    shorten_slug,
)
from minbar.stories.blocks import BodyBlock, SourcesBlock, words_in
from minbar.stories.forms import FrontForm, NewspaperForm
from minbar.stories.front_layout import FrontBands, default_bands, hours_of
from minbar.stories.print_files import PDF_HELP, check_pdf

WORDS_A_MINUTE = 180
"""Between the 138 words a minute of Arabic test texts read aloud and the 228 of English ones
(Trauzettel-Klosinski and Dietz, IOVS 2012): news is read silently."""

COLOUR = r"^#[0-9a-fA-F]{6}$"
BREAKING_FOR = timedelta(hours=2)
"""How long a line is breaking news unless the editor says otherwise."""
OF_PAGE = "page__announced__edition"
"""Where a row that names a page finds the edition of that page."""
OF_STORY = "story__announced__edition"
"""Where a row that names a story finds it."""


class Photo(AbstractImage):
    """A picture with what must be said of it wherever it is shown."""

    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    is_archive = models.BooleanField(
        _("archive picture"),
        default=False,
        help_text=_("Taken before the events of the story; readers see the mark “Archive”."),
    )
    dominant_colour = models.CharField(max_length=7, blank=True, editable=False)
    """Like ``#7a5230``: what stands in its place until it is there."""
    renditions_asked_at = models.DateTimeField(
        null=True, blank=True, default=timezone.now, editable=False
    )
    """When a task was last asked to make its renditions; None when they are all there."""
    renditions_tried = models.PositiveSmallIntegerField(default=0, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "credit",
        "is_archive",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [
            models.Index(
                fields=["renditions_asked_at"],
                condition=models.Q(renditions_asked_at__isnull=False),
                name="photos_in_making",
            )
        ]


class PhotoRendition(AbstractRendition):
    """A photo in one size and format."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Since when no page that is pressed names it: the photo was cut otherwise."""

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = [
            models.Index(
                fields=["replaced_at"],
                condition=models.Q(replaced_at__isnull=False),
                name="replaced_renditions",
            )
        ]


class Desk(models.Model):
    """A group of journalists that signs together: the culture desk, the Oran office, an agency."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    def __str__(self) -> str:
        return self.name


class AuthorQuerySet(models.QuerySet["Author"]):
    """Authors, asked for by what they wrote."""

    def with_stories_in(self, edition: str) -> Self:
        """Keep who has published something in an edition."""
        listed = StoryOfAuthor.objects.filter(author=models.OuterRef("pk"))
        return self.filter(models.Exists(editions.of_edition(listed, edition, OF_PAGE)))


class Author(models.Model):
    """A person who signs stories."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    portrait = models.ForeignKey(
        Photo,
        verbose_name=_("portrait"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    biography = models.TextField(_("biography"), blank=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name


DEFAULT_ACCENT = "#8f1d1d"


class HeadlineFace(models.TextChoices):
    """In which of the newspaper's faces its headlines are set."""

    NASKH = "naskh", _("Naskh, as the text")
    SANS = "sans", _("Plain, as the labels")


@register_setting(icon="home")
class Newspaper(BaseGenericSetting):
    """What the newspaper is called, and how its name is lettered."""

    name = models.CharField(_("name"), max_length=40, default="منبر")
    tagline = models.CharField(_("line under the name"), max_length=120, blank=True)
    nameplate = models.TextField(
        _("nameplate"), blank=True, editable=False, help_text="SVG, drawn when the name is saved."
    )
    accent = models.CharField(
        _("accent"),
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[RegexValidator(COLOUR, _("Write it like #7a5230."))],
        help_text=_(
            "The one colour beside ink: kickers, what is live, where one is. For dark pages it is "
            "made lighter by itself."
        ),
    )
    headline_face = models.CharField(
        _("face of headlines"),
        max_length=10,
        choices=HeadlineFace.choices,
        default=HeadlineFace.NASKH,
    )
    logo = models.ForeignKey(
        Photo,
        verbose_name=_("logo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("In place of the lettered name; best without a ground, 240 pixels high."),
    )
    logo_in_the_dark = models.ForeignKey(
        Photo,
        verbose_name=_("logo on dark pages"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Without one the logo stands on a light ground there."),
    )
    region = models.CharField(
        _("region"),
        max_length=2,
        blank=True,
    )
    theme = models.CharField(max_length=60, blank=True, editable=False)
    """The stylesheet of its look in the storage, where it has one of its own."""
    full_text_in_feeds = models.BooleanField(
        _("whole stories in feeds"),
        default=False,
        help_text=_("Readers’ programs then show all of a story; otherwise what stands over it."),
    )
    about = models.TextField(
        _("about the newspaper"),
        blank=True,
        help_text=_("Whose it is and what it stands for. An empty line begins a new paragraph."),
    )
    publisher = models.CharField(
        _("publisher"),
        max_length=160,
        blank=True,
        help_text=_("The company or person that publishes the newspaper, with its legal form."),
    )
    publication_director = models.CharField(
        _("director of publication"),
        max_length=120,
        blank=True,
        help_text=_("Who answers before the law for what is published."),
    )
    editor_in_chief = models.CharField(_("editor-in-chief"), max_length=120, blank=True)
    accreditation_number = models.CharField(
        _("accreditation number"),
        max_length=80,
        blank=True,
        help_text=_("As the authority that accredits the press has given it."),
    )
    printing_house = models.CharField(_("printing house"), max_length=160, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True, max_length=500)
    telephone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^\+?[0-9 ().-]{3,}$", _("Write it like +213 41 00 00 00."))],
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)

    base_form_class = NewspaperForm
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], heading=_("Nameplate")),
        MultiFieldPanel(
            [
                FieldPanel("accent", widget=forms.TextInput(attrs={"type": "color"})),
                FieldPanel("headline_face"),
                FieldPanel("logo"),
                FieldPanel("logo_in_the_dark"),
                FieldPanel("region"),
            ],
            heading=_("Look"),
        ),
        FieldPanel("full_text_in_feeds"),
        FieldPanel("about"),
        MultiFieldPanel(
            [
                FieldPanel("publisher"),
                FieldPanel("publication_director"),
                FieldPanel("editor_in_chief"),
                FieldPanel("accreditation_number"),
                FieldPanel("printing_house"),
            ],
            heading=_("Imprint"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("postal_address"),
                FieldPanel("telephone"),
                FieldPanel("contact_email"),
            ],
            heading=_("Contact"),
        ),
    ]

    class Meta:
        verbose_name = _("newspaper")


UNDATED = datetime(1900, 1, 1, tzinfo=UTC)
"""Where a story that nobody can date is listed: behind all others."""


class AnnouncedPage(models.Model):
    """A page of the newspaper as the press was last told of it; what differs is announced anew.

    Lists of the newest are read from here, for an edition may have 100,000 stories. The row
    outlives its page, so that the page's address is known to be gone.
    """

    page = models.OneToOneField(
        Page,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="announced",
    )
    url_path = models.TextField()
    # Empty would be of no use to the index, which has no row in a newspaper of one edition.
    edition = models.CharField(max_length=8, null=True)  # noqa: DJ001
    """The language of the edition that it belongs to; None for the newspaper's own."""
    section_path = models.CharField(max_length=255)
    """Where its parent stands in the tree."""
    live = models.BooleanField()
    live_revision = models.PositiveBigIntegerField(default=0)
    listed_at = models.DateTimeField()
    """When it was first published, or ``UNDATED``."""
    card = models.CharField(max_length=64)
    """Digest of what lists show of it."""
    place = models.CharField(max_length=64)
    """Digest of what decides where it stands in lists."""
    withheld_at = models.DateTimeField(null=True)
    """Since when its edition is closed, for which alone it was taken from readers."""

    class Meta:
        # Partial: SQLite takes no index whose first column is asked for as «WHERE live» (Django's).
        indexes = [
            models.Index(fields=["url_path"], name="announced_at_address"),
            models.Index(
                fields=["-listed_at", "-page"], condition=models.Q(live=True), name="newest"
            ),
            models.Index(
                fields=["section_path", "-listed_at", "-page"],
                condition=models.Q(live=True),
                name="newest_of_section",
            ),
            models.Index(
                fields=["edition", "-listed_at", "-page"],
                condition=models.Q(live=True, edition__isnull=False),
                name="newest_of_edition",
            ),
        ]

    def __str__(self) -> str:
        return self.url_path


class StoryOfAuthor(models.Model):
    """A published story in the list of somebody who signs it, as the press was last told of it.

    Kept beside ``Signature`` so that the newest of a list, or those of its months, are looked up
    in an index, however many there are; and so that a list which a story has left is known.
    """

    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="listed", db_index=False
    )
    page = models.ForeignKey(
        Page, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    listed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["author", "-listed_at", "-page"], name="newest_of_author")]
        constraints = [
            models.UniqueConstraint(fields=["page", "author"], name="listed_once_of_author")
        ]

    def __str__(self) -> str:
        return f"{self.author_id} › {self.page_id}"


class StoryOfTag(models.Model):
    """A published story in the list of a tag, likewise."""

    tag = models.ForeignKey(
        "stories.Tag", on_delete=models.CASCADE, related_name="listed", db_index=False
    )
    page = models.ForeignKey(
        Page, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    listed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tag", "-listed_at", "-page"], name="newest_of_tag")]
        constraints = [models.UniqueConstraint(fields=["page", "tag"], name="listed_once_of_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} › {self.page_id}"


def _in_two_hours() -> datetime:
    return timezone.now() + BREAKING_FOR


class NewsWindow(models.Model):
    """The one row that says since when a story is news; ``news_window`` moves it."""

    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_news_window", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.since}"


class FrontTime(models.Model):
    """The one row that says by which hour the front page is laid out; ``front_time`` moves it."""

    told_until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_front_time", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.told_until}"


class FrontQuerySet(PageQuerySet["Front"]):
    """Front pages, asked for by their editions."""

    def of_edition(self, edition: str) -> Self:
        """Keep that of an edition."""
        if edition:
            return self.filter(slug=edition)
        return self.exclude(slug__in=editions.other_languages())


class NamesOfEdition(MultiFieldPanel):
    """What the newspaper is called in an edition; its own edition has that in its settings."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """Stands on the front pages of other editions alone."""

        def is_shown(self) -> bool:
            """Whether this front page is one of them."""
            url_path = self.instance.url_path or ""
            return bool(super().is_shown()) and editions.edition_at(url_path) != editions.OWN


class Front(Page):
    """The front page of an edition, as its editors lay it out. Founding makes it, nobody else."""

    bands = StreamField(
        FrontBands(),
        verbose_name=_("layout"),
        default=default_bands,
        help_text=_(
            "From head to foot. No story stands twice: picked by hand, it stands where it was "
            "picked first, and rules pass it over."
        ),
    )

    newspaper_name = models.CharField(
        _("name of the newspaper"),
        max_length=40,
        blank=True,
        help_text=_("In the language of this edition. Without one the newspaper’s own."),
    )
    tagline = models.CharField(
        _("line under the name"),
        max_length=120,
        blank=True,
        help_text=_("In the language of this edition. Without one the newspaper’s own."),
    )
    nameplate = models.TextField(blank=True, editable=False)

    base_form_class = FrontForm
    max_count = 1
    private_page_options: list[str] = []  # a form for a password would be pressed as the page
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["stories.Section"]
    template = "stories/front.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("bands"),
        NamesOfEdition(
            [FieldPanel("newspaper_name"), FieldPanel("tagline")], heading=_("Nameplate")
        ),
    ]

    objects = PageManager.from_queryset(FrontQuerySet)()

    class Meta:
        verbose_name = _("front page")

    def clean(self) -> None:
        """Refuse another address for an edition than its language, and that for anything else."""
        super().clean()
        before = Front.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        taken = editions.other_languages()
        if before is not None and before != self.slug and {before, self.slug} & set(taken):
            message = _("The address of an edition is its language, and cannot be changed.")
            raise ValidationError({"slug": message})

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """As it is now, and as it will be from each hour on at which something comes or goes."""
        now = timezone.now()
        coming = [hour for hour in hours_of(self.bands) if hour > now]
        return [("", _("Now")), *((hour.isoformat(), _hour_of_preview(hour)) for hour in coming)]

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Lay the page out by the hour that the editor looks at."""
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = datetime.fromisoformat(mode_name) if mode_name else timezone.now()
        return context | {"front_time": at}


def _hour_of_preview(hour: datetime) -> str:
    return _("From %(hour)s on") % {"hour": localize(timezone.localtime(hour))}


def _editions_to_choose() -> list[tuple[str, str]]:
    return [(edition, editions.name_of(edition)) for edition in editions.every_edition()]


class BreakingNewsQuerySet(models.QuerySet["BreakingNews"]):
    """Breaking news, asked for by the hour."""

    def at(self, moment: datetime) -> Self:
        """Keep what stands at a moment, the newest first."""
        return self.filter(begins_at__lte=moment, ends_at__gt=moment)

    def of_edition(self, edition: str) -> Self:
        """Keep what stands over the pages of an edition."""
        return self.filter(edition=edition) if editions.are_several() else self


class BreakingNews(models.Model):
    """A line over the front page and the sections of an edition, for as long as it is news."""

    text = models.CharField(
        _("text"), max_length=140, help_text=_("One line; at most 140 characters.")
    )
    story = models.ForeignKey(
        "stories.Story",
        verbose_name=_("story"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("What the line leads to, once it is published."),
    )
    edition = models.CharField(
        _("edition"),
        max_length=8,
        blank=True,
        choices=_editions_to_choose,
        help_text=_("Where the line stands. With a story it is the story’s edition."),
    )
    begins_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), default=_in_two_hours)
    send_to_phones = models.BooleanField(
        _("send to phones"),
        default=False,
        help_text=_(
            "To readers who asked for all breaking news, or for the section of the story. It goes "
            "out once, as soon as the line stands, and cannot be called back."
        ),
    )
    sent_at = models.DateTimeField(_("sent to phones at"), null=True, editable=False)
    sent_to = models.PositiveIntegerField(_("phones sent to"), default=0, editable=False)

    objects = BreakingNewsQuerySet.as_manager()

    panels = [
        FieldPanel("text"),
        PageChooserPanel("story", "stories.Story"),
        *([FieldPanel("edition")] if settings.MINBAR_EDITIONS else []),
        FieldRowPanel([FieldPanel("begins_at"), FieldPanel("ends_at")]),
        FieldPanel("send_to_phones"),
        FieldRowPanel(
            [FieldPanel("sent_at", read_only=True), FieldPanel("sent_to", read_only=True)]
        ),
    ]

    class Meta:
        ordering = ["-begins_at", "-pk"]
        verbose_name = _("breaking news")
        verbose_name_plural = _("breaking news")

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Leave to the sending what it may have written since the line was read.

        A line that leads to a story stands in the edition of the story.
        """
        if editions.are_several() and self.story is not None:
            self.edition = editions.edition_at(self.story.url_path)
        if not self._state.adding and not args and kwargs.get("update_fields") is None:
            fields = [field.name for field in self._meta.concrete_fields if not field.primary_key]
            kwargs["update_fields"] = set(fields) - {"sent_at", "sent_to"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        if self.begins_at and self.ends_at and self.ends_at <= self.begins_at:
            message = _("It would end before it begins. Choose a later hour.")
            raise ValidationError({"ends_at": message})

    @property
    def told_in(self) -> str:
        """The edition whose readers are told of it: the newspaper's own where that is closed."""
        return self.edition if editions.is_served(self.edition) else editions.OWN


def _pdf_path(issue: "PrintIssue", _name: str) -> str:
    return f"print/{issue.day:%Y/%m}/{issue.number}.pdf"


class PrintIssue(models.Model):
    """The paper of a day as it was printed: its number, its cover and its PDF."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    day = models.DateField(_("day"), unique=True, default=timezone.localdate)
    cover = models.ForeignKey(
        Photo, verbose_name=_("cover"), on_delete=models.PROTECT, related_name="+"
    )
    pdf = models.FileField(
        _("PDF file"),
        upload_to=_pdf_path,
        max_length=200,
        validators=[check_pdf],
        help_text=PDF_HELP,
    )
    size = models.PositiveBigIntegerField(editable=False)
    """Bytes of the PDF, told beside the link to it."""

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("day")]),
        FieldPanel("cover"),
        FieldPanel("pdf"),
    ]

    class Meta:
        ordering = ["-day"]
        verbose_name = _("print issue")
        verbose_name_plural = _("print issues")

    def __str__(self) -> str:
        return f"{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Note how large the PDF is."""
        self.size = self.pdf.size
        super().save(*args, **kwargs)


class CommentsMode(models.TextChoices):
    """How comments are taken."""

    REVIEWED = "reviewed", _("Reviewed before they are published")
    TRUSTED = "trusted", _("Of proven addresses published at once, others reviewed first")
    PUBLISHED = "published", _("Published at once, reviewed afterwards")
    CLOSED = "closed", _("Closed")


class Section(Page):
    """A part of the newspaper that stories are published in."""

    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#5d554a",
        validators=[RegexValidator(COLOUR, _("Write it like #7a5230."))],
        help_text=_("The ground of the pictures that are drawn for its stories, like #7a5230."),
    )
    in_navigation = models.BooleanField(_("stands in the row of sections"), default=True)
    comments_mode = models.CharField(
        _("comments"),
        max_length=10,
        choices=CommentsMode.choices,
        blank=True,
        help_text=_("Without a choice as the newspaper takes them everywhere."),
    )

    private_page_options: list[str] = []
    parent_page_types = ["stories.Front"]
    subpage_types = ["stories.Story"]
    template = "stories/section.html"
    content_panels = [*Page.content_panels, FieldPanel("colour"), FieldPanel("in_navigation")]
    settings_panels = [FieldPanel("comments_mode")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def clean(self) -> None:
        """Refuse an address that another part of the site answers, and one too long to lead on."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            message = _("“%(slug)s” is an address of the site itself. Choose another word.")
            raise ValidationError({"slug": message % {"slug": self.slug}})
        try:
            MaxLengthValidator(SECTION_SLUG_CHARACTERS)(self.slug)
        except ValidationError as too_long:
            raise ValidationError({"slug": too_long.messages}) from too_long

    def stories(self) -> "StoryQuerySet":
        """Its published stories, the newest first."""
        return Story.objects.published().filter(announced__section_path=self.path)


class StoryQuerySet(PageQuerySet["Story"]):
    """Stories, asked for in the newsroom's words."""

    def published(self) -> Self:
        """Keep what readers may read, the newest first; stories without a date come last."""
        return self.filter(announced__live=True).order_by(
            "-announced__listed_at", "-announced__page"
        )

    def of_edition(self, edition: str) -> Self:
        """Keep those of an edition."""
        return editions.of_edition(self, edition, "announced__edition")

    def with_what_cards_show(self) -> Self:
        """Fetch at once what a story's card in a list shows."""
        return self.select_related("lead_photo", "desk", "coverage").prefetch_related(
            "signatures__author__portrait", "lead_photo__renditions"
        )

    def with_what_its_page_shows(self) -> Self:
        """Fetch at once what a story's own page shows of it."""
        return self.select_related("lead_photo", "desk", "coverage").prefetch_related(
            "signatures__author", "tagged__tag", "lead_photo__renditions"
        )

    def without_their_bodies(self) -> Self:
        """Leave out what a line in a list does not show."""
        return self.defer("body")

    def in_order(self, wanted: Iterable[int]) -> list["Story"]:
        """Fetch these by their keys, in that order; who is not among them is left out."""
        wanted = list(wanted)
        found = self.in_bulk(wanted)
        return [found[story_id] for story_id in wanted if story_id in found]


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags, asked for by what has them."""

    def with_stories_in(self, edition: str) -> Self:
        """Keep those that a published story of an edition has."""
        listed = StoryOfTag.objects.filter(tag=models.OuterRef("pk"))
        return self.filter(models.Exists(editions.of_edition(listed, edition, OF_PAGE)))


class Tag(TagBase):
    """What stories are about, in the newsroom's free words; its address keeps Arabic letters."""

    free_tagging = True

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return the address of a name; with a number where another tag has it."""
        words = slugify(tag, allow_unicode=True)[:TAG_SLUG_CHARACTERS] or "tag"
        return words if i is None else f"{words}-{i + 1}"


class Kind(models.TextChoices):
    """What a story is to its reader."""

    NEWS = "news", _("News")
    OPINION = "opinion", _("Opinion")
    LIVE = "live", _("Live story: entries with their times")
    PHOTOS = "photos", _("Photo story")
    LONG = "long", _("Long read: with a list of its parts")


class Story(Page):
    """One story. Its headline is the page's title."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NEWS)
    kicker = models.CharField(
        _("kicker"), max_length=200, blank=True, help_text=_("The line over the headline.")
    )
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("One or two sentences under the headline.")
    )
    desk = models.ForeignKey(
        Desk,
        verbose_name=_("desk"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    lead_photo = models.ForeignKey(
        Photo,
        verbose_name=_("lead photo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    lead_photo_alternative_text = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the photo shows, for who cannot see it."),
    )
    lead_photo_caption = models.CharField(_("caption"), max_length=500, blank=True)
    lead_photo_credit = models.CharField(_("credit"), max_length=120, blank=True)
    lead_photo_is_archive = models.BooleanField(_("archive picture"), default=False)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    sources = StreamField(
        SourcesBlock(),
        verbose_name=_("sources"),
        blank=True,
        help_text=_("They stand under the story, with a link where there is one."),
    )
    sign_off = models.CharField(
        _("sign-off"),
        max_length=40,
        blank=True,
        help_text=_("The writer's initials, which close the story."),
    )
    published_by = models.CharField(
        _("published by"),
        max_length=120,
        blank=True,
        help_text=_("The account that put the story on the site, where it is not the writer."),
    )
    sponsor = models.CharField(
        _("paid for by"),
        max_length=120,
        blank=True,
        help_text=_(
            "Who pays for the story to appear. Readers see the name with the mark “Sponsored” "
            "wherever the story stands, and search engines are told."
        ),
    )
    undated = models.BooleanField(
        _("date of publication unknown"),
        default=False,
        help_text=_("For stories from elsewhere: readers see no date rather than a made-up one."),
    )
    comments_mode = models.CharField(
        _("comments"),
        max_length=10,
        choices=CommentsMode.choices,
        blank=True,
        help_text=_("Without a choice as its section takes them."),
    )
    comments_close_at = models.DateTimeField(_("comments close at"), null=True, blank=True)
    tags = ClusterTaggableManager(
        through="stories.TaggedStory",
        verbose_name=_("tags"),
        blank=True,
        help_text=_("Persons, places, matters; readers find what else is written about them."),
    )

    objects = PageManager.from_queryset(StoryQuerySet)()

    private_page_options: list[str] = []
    parent_page_types = ["stories.Section"]
    subpage_types: list[str] = []
    template = "stories/story.html"
    content_panels = [
        FieldPanel("kicker"),
        *Page.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [InlinePanel("signatures", label=_("Author")), FieldPanel("desk")], heading=_("Byline")
        ),
        MultiFieldPanel(
            [
                FieldPanel("lead_photo"),
                FieldPanel("lead_photo_alternative_text"),
                FieldPanel("lead_photo_caption"),
                FieldPanel("lead_photo_credit"),
                FieldPanel("lead_photo_is_archive"),
            ],
            heading=_("Lead photo"),
        ),
        FieldPanel("body"),
        FieldPanel("sign_off"),
        FieldPanel("sources"),
        FieldPanel("tags"),
    ]
    settings_panels = [
        FieldPanel("kind"),
        FieldPanel("comments_mode"),
        FieldPanel("comments_close_at"),
        FieldPanel("published_by"),
        FieldPanel("sponsor"),
        FieldPanel("undated"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Make the address of the headline, short enough for a file's name, and check the rest."""
        if not self.slug:  # type: ignore[has-type]
            words = slugify(self.title, allow_unicode=True) or "story"
            self.slug = self._get_autogenerated_slug(
                shorten_slug(words, SLUG_BYTES - ROOM_FOR_A_NUMBER)
            )
        self.slug = shorten_slug(self.slug)
        if self.slug in RESERVED_STORY_SLUGS:
            self.slug = self._get_autogenerated_slug(f"{self.slug}-1")
        super().full_clean(*args, **kwargs)

    @property
    def section(self) -> Section:
        """The section that it is published in."""
        kept: Section | None = getattr(self, "_section", None)
        path = self.path[: -self.steplen]
        if kept is None or kept.path != path:
            kept = self._section = Section.objects.get(path=path)
        return kept

    @property
    def live_coverage(self) -> "Coverage | None":
        """Its live coverage, running or ended, or None where it is no live story."""
        if self.kind != Kind.LIVE:
            return None
        return getattr(self, "coverage", None)

    @property
    def contents(self) -> list[Any]:
        """The subheads of a long read, to be led to; of another story none."""
        if self.kind != Kind.LONG:
            return []
        return [block for block in self.body if block.block_type == "subhead" and block.id]

    @property
    def authors(self) -> list[Author]:
        """Who signs it, in the order of the byline."""
        return [signature.author for signature in self.signatures.all()]

    @property
    def shown_tags(self) -> list[Tag]:
        """What it is about, in the order in which it was said."""
        return [tagged.tag for tagged in self.tagged.all()]

    @property
    def published_at(self) -> Any:
        """When readers could first read it, or None where nobody knows."""
        return None if self.undated else self.first_published_at

    @property
    def updated_at(self) -> Any:
        """When it was last published anew, or None if it stands as it first stood."""
        if self.published_at is None or self.last_published_at is None:
            return None
        since = self.last_published_at - self.published_at
        return self.last_published_at if since.total_seconds() >= 60 else None

    @property
    def photos(self) -> list[Any]:
        """The photos between its paragraphs, with what is said of each."""
        return [block.value for block in self.body if block.block_type == "photo"]

    @property
    def photo_count(self) -> int:
        """How many photos a photo story has; 0 for other kinds."""
        return len(self.photos) if self.kind == Kind.PHOTOS else 0

    @property
    def word_count(self) -> int:
        """How many words its body has."""
        return words_in(self.body)

    @property
    def minutes_to_read(self) -> int:
        """How long an ordinary reader takes, in whole minutes, at least one."""
        return max(1, round(self.word_count / WORDS_A_MINUTE))


class Coverage(models.Model):
    """That a live story runs, or has ended; ``live`` writes it. No draft or revision changes it."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="coverage")
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    newest_entry_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.story_id)

    @property
    def is_running(self) -> bool:
        """Whether entries are still to be expected."""
        return self.ended_at is None


class LiveEntry(models.Model):
    """What was told at a moment of a live story."""

    coverage = models.ForeignKey(
        Coverage, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    text = models.TextField(
        _("text"), max_length=5000, help_text=_("An empty line begins a new paragraph.")
    )
    photo = models.ForeignKey(
        Photo,
        verbose_name=_("photo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_key = models.BooleanField(
        _("key moment"),
        default=False,
        help_text=_("Its headline stands in the list over all entries."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["coverage", "-at", "-id"], name="entries_of_coverage")]

    def __str__(self) -> str:
        return self.headline or self.text[:60]

    def clean(self) -> None:
        """Refuse a key moment without a headline: the list shows nothing else of it."""
        super().clean()
        if self.is_key and not self.headline.strip():
            message = _("A key moment needs a headline: that is what its list shows.")
            raise ValidationError({"headline": message})


class RelatedStory(models.Model):
    """A story that another points to; chosen when that is published, and again when it goes."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="related")
    shown = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["story", "place"], name="related_in_order")]

    def __str__(self) -> str:
        return f"{self.story_id} → {self.shown_id}"


class Signature(Orderable):
    """An author's name over a story."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="signatures")
    author = models.ForeignKey(
        Author, verbose_name=_("author"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        unique_together = (("story", "author"),)


class TaggedStory(ItemBase):
    """A tag on a story."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_stories")
    content_object = ParentalKey(Story, on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tag of a story")
        verbose_name_plural = _("tags of stories")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_once")
        ]
