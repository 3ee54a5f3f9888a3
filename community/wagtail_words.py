"""What editors read in Wagtail's admin and Wagtail has not put into Spanish yet.

Named here so that our catalogue carries them: a project's own translations go
before a library's. Each line can go when wagtail.org has it.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

MISSING = (
    _("Search…"),
    _("Search all pages…"),
    _("Search the whole site"),
    _("Show filters"),
    _("Filter by"),
    _("Any"),
    _("Usage count"),
    _("Filter by up to ten most popular tags."),
    _("There are no results."),
    _("There are no %(model_name)s to display."),
    _('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    _("No %(model_name)s match your query."),
    _("No results across entire site."),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _("More options for '%(title)s'"),
    _("Sort by '%(label)s' in ascending order."),
    _("Sort by '%(label)s' in descending order."),
    _("Edited by"),
    _("Date updated"),
    _("Page type"),
    _("Has child pages"),
    _("Exploring"),
    _("Choose parent"),
    _("Placeholder title"),
    _("First published"),
    _("Saved"),
    _("Autosave is paused"),
    _("Save your changes before leaving"),
    _("Go to the first error"),
    _("Show issue"),
    _("Refresh"),
    _("Refreshing…"),
    _("Checks"),
    _("Toggle checks"),
    _("Toggle minimap"),
    _("Content metrics"),
    _("Words"),
    _("Reading time"),
    _("Readability"),
    _("Schedule to publish"),
    _("Scheduling…"),
    _("Choose when this %(model_name)s should go live and/or expire"),
    _(
        "This publishing schedule will only take effect after you select the"
        ' "Schedule to publish" option'
    ),
    _("Privacy and access"),
    _("Changing the privacy for this page has been disabled."),
    _("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _("Item %(index)s of %(total)s"),
    _("Currently viewing"),
    _("Currently idle"),
    _("%(user_name)s saved a new version"),
    _("You saved a new version in another window"),
    _("You have unsaved changes in another window"),
    _("%(user_name)s has unsaved changes"),
    _("View latest version"),
    _("Keyboard shortcuts"),
    _("All keyboard shortcuts"),
    _("Show keyboard shortcuts"),
    _("Shortcuts"),
    _("Add or show comments"),
    _("Save changes"),
    _("Compare"),
    _("Locked by you"),
    _("Locked by another user"),
    _("Only you can make changes while the %(model_name)s is locked"),
    _("Grid layout"),
    _("List layout"),
    _("Layout"),
    _("Please provide an image description to comply with best practices for accessibility."),
    _("Maximum filesize: %(max_upload_size)s."),
    _("The document could not be created due to errors."),
    _("System default"),
    _("Light"),
    _("Dark"),
    _("admin theme"),
    _("More contrast"),
    _("contrast"),
    _("Snug"),
    _("density"),
    _("Enable custom keyboard shortcuts specific to Wagtail."),
    _("Edit account avatar"),
    _("Incorrect heading hierarchy"),
    _("Avoid skipping levels"),
    _("Image alt text has inappropriate pattern"),
    _("Use meaningful text"),
    _("Close modal dialogs (like this one)"),
    _("Text editing"),
    _("Text formatting"),
    _("Insert or edit a link"),
    _("Keyboard shortcuts are currently disabled; manage your %(account_link)s to enable them."),
    _("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    _("To be created by %(user)s"),
    _("This data explained"),
    _(
        "We extract the main content from the page preview, remove all formatting, and "
        "calculate the number of words."
    ),
    _(
        "We calculate reading time from word count, using different reading speeds for "
        "different languages."
    ),
    _(
        "We use a readability formula based on length of words and sentences. Long "
        "sentences and words result in a worse readability score."
    ),
    _(
        'See our <a href="%(guide_link)s" target="_blank">content checks guide</a> for '
        "more information on how content metrics are calculated."
    ),
    _("Autosave is <span>paused</span>"),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in "
        "a separate tab to view the last saved version."
    ),
    _("Is commenting action"),
    _("File size: (low to high)"),
    _("File size: (high to low)"),
    _("Usage count: (low to high)"),
    _("Usage count: (high to low)"),
    _("Use server language: %(language_name)s"),
    _("Use server time zone"),
    _("Access level"),
    _("Last login"),
    _("You do not have permission to access the admin."),
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
        "total",
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
        "total",
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
        "total",
    ),
    ngettext_lazy("Referenced %(count)s time", "Referenced %(count)s times", "count"),
)

# Said otherwise than in Wagtail's Spanish, which is of Spain, or says `tú`.
OURS = (
    _("The page title as you'd like it to be seen by the public"),
    _("live"),
    _("draft"),
    _("live + draft"),
    _("Live"),
    _("Draft"),
    _("View live"),
    _("%(time_period)s ago"),
    _("Promote"),
    _("Settings"),
    _("Are you sure you want to unpublish this %(model_name)s?"),
    _("Are you sure you want to unpublish this page?"),
    _("Are you sure you want to delete this page?"),
    _("Are you sure you want to delete this %(model_name)s?"),
    _("Are you sure you want to move this page into '%(title)s'?"),
    _("Choose which type of page you'd like to create."),
    _("Your account settings have been changed successfully!"),
    _("Sorry, you do not have permission to access this area."),
    _("Please add some alt text for your image or mark it as decorative"),
    _("You haven't uploaded any images in this collection."),
    _("You haven't uploaded any images."),
    _("You haven't uploaded any documents in this collection."),
    _("You haven't uploaded any documents."),
    _(
        "This is your dashboard on which helpful information about content you've "
        "created will be displayed."
    ),
    _("Enter a search term above"),
)
