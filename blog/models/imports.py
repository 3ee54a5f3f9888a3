"""What was written elsewhere: where each imported post comes from, and the imports themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# A preview that nobody confirmed, with the file it was made of, is thrown away after this.
FORGOTTEN_AFTER = timedelta(days=1)


class ImportedArticle(models.Model):
    """Where a post comes from, beside it, so that no edit of its text can lose the credit.

    An article is known again by its source and its key there. `revision` is
    the last one an import made: a page with a later one was edited here.
    """

    page = models.OneToOneField(
        "blog.PostPage",
        on_delete=models.CASCADE,
        related_name="imported",
        verbose_name=gettext_lazy("post"),
    )
    source = models.SlugField(gettext_lazy("source"), max_length=80, blank=True)
    key = models.CharField(gettext_lazy("key at the source"), max_length=255)
    publisher = models.CharField(gettext_lazy("who published it"), max_length=160, blank=True)
    title = models.CharField(gettext_lazy("title at the source"), max_length=255)
    address = models.URLField(gettext_lazy("address at the source"), max_length=500, blank=True)
    terms = models.TextField(gettext_lazy("terms of use"), blank=True)
    author = models.TextField(gettext_lazy("author as written"), blank=True)
    published_at = models.DateTimeField(gettext_lazy("published at the source"))
    omitted = models.JSONField(gettext_lazy("what was left out"), default=dict, blank=True)
    images_are_gone = models.BooleanField(gettext_lazy("its images no longer exist"), default=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    imported_at = models.DateTimeField(gettext_lazy("imported at"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("imported article")
        verbose_name_plural = gettext_lazy("imported articles")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="an_article_is_imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}" if self.publisher else self.title

    @property
    def notes(self) -> list[str]:
        """What was left out, one sentence each."""
        told = self.omitted
        images, embeds = len(told.get("images", ())), len(told.get("embeds", ()))
        notes = []
        if images:
            notes.append(self.note_on_images(images))
        if embeds:
            notes.append(
                ngettext(
                    "%(count)d piece embedded from another site was left out.",
                    "%(count)d pieces embedded from other sites were left out.",
                    embeds,
                )
                % {"count": embeds}
            )
        if told.get("links"):
            notes.append(
                ngettext(
                    "%(count)d link to an unknown address was left out; its words stay.",
                    "%(count)d links to unknown addresses were left out; their words stay.",
                    told["links"],
                )
                % {"count": told["links"]}
            )
        if told.get("holes"):
            notes.append(_("A part that worked only on the site of the source was left out."))
        return notes

    def note_on_images(self, count: int) -> str:
        if self.images_are_gone:
            text = ngettext(
                "%(count)d image that no longer exists at the source was left out.",
                "%(count)d images that no longer exist at the source were left out.",
                count,
            )
        else:
            text = ngettext(
                "%(count)d image was left out: it did not come with the text.",
                "%(count)d images were left out: they did not come with the text.",
                count,
            )
        return text % {"count": count}

    @property
    def pictures(self) -> list[str]:
        """What the images showed that were left out, those that said it."""
        return list(dict.fromkeys(text for text in self.omitted.get("images", ()) if text))


class ArticleImportQuerySet(models.QuerySet["ArticleImport"]):
    def started_by(self, user: Any) -> ArticleImportQuerySet:
        return self.filter(user=user.pk)

    def forgotten(self) -> ArticleImportQuerySet:
        """Previews that nobody confirmed in time."""
        before = timezone.now() - FORGOTTEN_AFTER
        return self.filter(state=ArticleImport.State.PREVIEW, created_at__lt=before)


class ArticleImport(models.Model):
    """An import somebody began in the admin: previewed, confirmed, done in the background.

    `report` holds what `blog.actions.importing.Report` says, as JSON.
    """

    class State(models.TextChoices):
        PREVIEW = "preview", gettext_lazy("to be confirmed")
        WAITING = "waiting", gettext_lazy("waiting its turn")
        RUNNING = "running", gettext_lazy("running")
        DONE = "done", gettext_lazy("done")
        FAILED = "failed", gettext_lazy("could not be done")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="article_imports"
    )
    blog = models.ForeignKey(
        "blog.BlogIndexPage", on_delete=models.CASCADE, related_name="article_imports"
    )
    file_name = models.CharField(gettext_lazy("file"), max_length=160)
    language = models.CharField(max_length=10, default="es")
    is_partial = models.BooleanField(default=False)
    overwrites = models.BooleanField(default=False)
    state = models.CharField(
        gettext_lazy("state"), max_length=8, choices=State.choices, default=State.PREVIEW
    )
    total = models.PositiveIntegerField(gettext_lazy("articles"), default=0)
    done = models.PositiveIntegerField(gettext_lazy("done so far"), default=0)
    report = models.JSONField(gettext_lazy("report"), default=dict)
    created_at = models.DateTimeField(gettext_lazy("begun at"), default=timezone.now)
    finished_at = models.DateTimeField(gettext_lazy("finished at"), null=True, blank=True)

    objects = ArticleImportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("import of articles")
        verbose_name_plural = gettext_lazy("imports of articles")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import_articles:run", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)


class UploadedArticles(models.Model):
    """The file of an import, for as long as it is needed and no longer."""

    article_import = models.OneToOneField(
        ArticleImport, on_delete=models.CASCADE, related_name="upload", primary_key=True
    )
    content = models.BinaryField()

    class Meta:
        verbose_name = gettext_lazy("uploaded articles")
        verbose_name_plural = gettext_lazy("uploaded articles")

    def __str__(self) -> str:
        return str(self.article_import)
