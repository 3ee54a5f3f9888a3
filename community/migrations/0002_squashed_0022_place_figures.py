"""What stood in the migrations from 0002 to 0022, in one.

A new site begins here; an installed one goes on with those it replaces, which stay
until no site stands before their last. Data that only an older site can have
(addresses of organizations, what was hidden, rights of roles that were there) is
carried by those alone.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import taggit.managers
import uuid
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models

themes = import_module("community.migrations.0003_first_themes")


class Migration(migrations.Migration):

    replaces = [('community', '0002_what_pages_share'), ('community', '0003_first_themes'), ('community', '0004_notices'), ('community', '0005_comments'), ('community', '0006_organizations'), ('community', '0007_what_profiles_say'), ('community', '0008_following'), ('community', '0009_threads'), ('community', '0010_mails_people_want'), ('community', '0011_moderation'), ('community', '0012_rights_over_data'), ('community', '0020_body_blocks'), ('community', '0021_what_is_searched_and_letters'), ('community', '0022_place_figures')]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('community', '0001_members'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('territories', '0002_sources_of_figures'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        # None of these is needed. They come before because every step of theirs that
        # touches people would draw all models of ours again: it halves the time.
        ('mfa', '0003_authenticator_type_uniq'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='new e-mail')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='approved at')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='address_change', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'change of address',
                'verbose_name_plural': 'changes of address',
            },
        ),
        migrations.CreateModel(
            name='Chore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('started_at', models.DateTimeField(verbose_name='last begun at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='last ended at')),
                ('error', models.TextField(blank=True, verbose_name='error')),
            ],
            options={
                'verbose_name': 'periodic work',
                'verbose_name_plural': 'periodic work',
            },
        ),
        migrations.CreateModel(
            name='Election',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(help_text='From this day on, everybody of the country is asked once whether they are still in their organization. Write the day on which the new governments begin.', verbose_name='day')),
                ('note', models.CharField(blank=True, max_length=160, verbose_name='note')),
                ('country', models.ForeignKey(limit_choices_to={'level': 'country'}, on_delete=django.db.models.deletion.CASCADE, related_name='elections', to='territories.territory', verbose_name='country')),
            ],
            options={
                'verbose_name': 'change of municipal governments',
                'verbose_name_plural': 'changes of municipal governments',
                'ordering': ['-held_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('country', 'held_on'), name='election_is_told_once')],
            },
        ),
        migrations.CreateModel(
            name='Facilitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facilitations', to=settings.AUTH_USER_MODEL, verbose_name='local facilitator')),
                ('zone', models.ForeignKey(limit_choices_to={'kind': 'zone'}, on_delete=django.db.models.deletion.CASCADE, related_name='facilitations', to='territories.territorygroup', verbose_name='zone')),
            ],
            options={
                'verbose_name': 'facilitator of a zone',
                'verbose_name_plural': 'facilitators of zones',
                'ordering': ['zone__name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'zone'), name='facilitator_is_once_in_a_zone')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('query', models.CharField(blank=True, max_length=500, verbose_name='search')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='name of the search')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='told at')),
                ('content_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'follow',
                'verbose_name_plural': 'follows',
                'ordering': ['-since', '-pk'],
                'indexes': [models.Index(fields=['content_type', 'object_id', 'user'], name='followers_of_a_thing')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('query', '')), fields=('user', 'content_type', 'object_id'), name='person_follows_a_thing_once'), models.UniqueConstraint(condition=models.Q(('query', ''), _negated=True), fields=('user', 'query'), name='person_saves_a_search_once'), models.CheckConstraint(condition=models.Q(models.Q(('content_type__isnull', False), ('object_id__isnull', False), ('query', '')), models.Q(models.Q(('query', ''), _negated=True), ('content_type__isnull', True), ('object_id__isnull', True)), _connector='OR'), name='follow_is_of_a_thing_or_a_search')],
            },
        ),
        migrations.CreateModel(
            name='FormerHandle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handle', models.CharField(max_length=30, unique=True, verbose_name='handle')),
                ('given_up_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given up at')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='former_handles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'former handle',
                'verbose_name_plural': 'former handles',
            },
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
                ('question', models.CharField(default='¿Qué problema quiere resolver su municipio?', max_length=120, verbose_name='question')),
                ('body', wagtail.fields.StreamField([('featured', 6), ('networks', 8), ('news', 8), ('calls', 13), ('text', 14)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 80}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'A name and a role.', 'label': 'who chose them', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page'}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'For whom it is useful, and why now.', 'label': 'why', 'max_length': 160}), 4: ('wagtail.blocks.StructBlock', [[('page', 2), ('reason', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (4,), {'label': 'pages', 'max_num': 3, 'min_num': 1}), 6: ('wagtail.blocks.StructBlock', [[('heading', 0), ('note', 1), ('pages', 5)]], {}), 7: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': 'how many', 'max_value': 12, 'min_value': 1}), 8: ('wagtail.blocks.StructBlock', [[('heading', 0), ('limit', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'text', 'max_length': 240}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'words of the button', 'max_length': 40}), 11: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'An address begins with / or with https://'}, 'help_text': 'Of a page of this site (/redes/) or of another (https://…).', 'label': 'address', 'regex': '^(/|https://)'}), 12: ('wagtail.blocks.StructBlock', [[('heading', 0), ('text', 9), ('label', 10), ('address', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'icon': 'link', 'label': 'calls to act', 'max_num': 3, 'min_num': 1, 'template': 'community/blocks/calls.html'}), 14: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text', 'template': 'community/blocks/front_text.html'})}, verbose_name='sections')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='InactivityWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(verbose_name='inactive since')),
                ('days_before', models.PositiveSmallIntegerField(verbose_name='days before it closes')),
                ('warned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='warned at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inactivity_warnings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'warning of inactivity',
                'verbose_name_plural': 'warnings of inactivity',
                'constraints': [models.UniqueConstraint(fields=('user', 'since', 'days_before'), name='one_warning_of_each_kind')],
            },
        ),
        migrations.CreateModel(
            name='LegalPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
                ('kind', models.CharField(choices=[('terms', 'terms of use'), ('privacy', 'privacy notice')], max_length=10, verbose_name='kind')),
                ('version', models.CharField(help_text='Change it when the meaning changes: people are asked to accept it again.', max_length=20, verbose_name='version')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('figure', 5), ('gallery', 8), ('table', 12), ('chart', 18), ('quote', 21), ('callout', 22), ('video', 27), ('file', 30), ('card', 33)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'template': 'community/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'alternative text', 'max_length': 160}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alternative_text', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.ListBlock', (5,), {'collapsed': True, 'label': 'pictures', 'max_num': 24, 'min_num': 2}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('pictures', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows, in one line.', 'label': 'caption', 'max_length': 160}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'The names of the columns, parted by a vertical bar: What | Who | When', 'label': 'columns', 'max_length': 400}), 11: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line, its cells parted by a vertical bar. You may paste them from a spreadsheet.', 'label': 'rows'}), 12: ('wagtail.blocks.StructBlock', [[('caption', 9), ('header', 10), ('rows', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is counted, where and when.', 'label': 'title', 'max_length': 160}), 14: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('bars', 'bars: to compare'), ('line', 'line: what changed with time')], 'label': 'kind'}), 15: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the numbers are: litres per second, per cent, dollars.', 'label': 'unit', 'max_length': 40, 'required': False}), 16: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line: a label, a vertical bar and a number, as in 2019 | 12,5. You may paste two columns from a spreadsheet.', 'label': 'rows'}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who counted it, and when.', 'label': 'source', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('title', 13), ('kind', 14), ('unit', 15), ('rows', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 120, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('text', 19), ('attribution', 20)]], {}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'help', 'label': 'call-out', 'template': 'community/blocks/callout.html'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 160}), 24: ('wagtail.blocks.URLBlock', (), {'help_text': 'It opens on its own site: nothing of it is loaded before the click.', 'label': 'address of the video', 'max_length': 500}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Minutes and seconds: 12:30; with hours: 1:05:00.', 'label': 'duration', 'max_length': 8, 'required': False}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'who made it', 'max_length': 120, 'required': False}), 27: ('wagtail.blocks.StructBlock', [[('title', 23), ('url', 24), ('duration', 25), ('made_by', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'what it is for', 'max_length': 200, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('note', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'help_text': 'Of an experience, a solution, a resource, a post, an event, a conversation, a network or an organization of this site: copy it from the top of your browser.', 'label': 'address', 'max_length': 500}), 32: ('wagtail.blocks.CharBlock', (), {'label': 'why it is here', 'max_length': 200, 'required': False}), 33: ('wagtail.blocks.StructBlock', [[('address', 31), ('note', 32)]], {})}, verbose_name='body')),
            ],
            options={
                'verbose_name': 'legal page',
                'verbose_name_plural': 'legal pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LegalText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('terms', 'terms of use'), ('privacy', 'privacy notice')], max_length=10, verbose_name='kind')),
                ('version', models.CharField(max_length=20, verbose_name='version')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('body', models.TextField(verbose_name='text, as HTML')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='published at')),
            ],
            options={
                'verbose_name': 'legal text',
                'verbose_name_plural': 'legal texts',
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='legal_text_version_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='MailAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='address')),
                ('hard_bounces', models.PositiveSmallIntegerField(default=0, verbose_name='times refused for good')),
                ('last_bounce_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last came back at')),
                ('reason', models.CharField(blank=True, max_length=255, verbose_name='reason')),
                ('stopped_at', models.DateTimeField(blank=True, null=True, verbose_name='no mail since')),
            ],
            options={
                'verbose_name': 'address that refuses mail',
                'verbose_name_plural': 'addresses that refuse mail',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('address'), name='mail_address_is_unique_in_any_case')],
            },
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('digest', 'Digest'), ('letter', 'Letter of a network')], max_length=12, verbose_name='kind')),
                ('day', models.DateField(help_text='As the calendar of each recipient counts it.', verbose_name='day')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
            ],
            options={
                'verbose_name': 'mailing',
                'verbose_name_plural': 'mailings',
                'ordering': ['-day', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'digest')), fields=('kind', 'day'), name='one_digest_of_a_day')],
            },
        ),
        migrations.CreateModel(
            name='MailPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('conversation', 'Comments and answers'), ('mentions', 'Mentions of me'), ('following', 'What I follow'), ('networks', 'My networks'), ('cases', 'My experiences'), ('waiting', 'What waits for me'), ('account', 'My account and decisions about me')], max_length=16, verbose_name='source')),
                ('frequency', models.CharField(choices=[('never', 'Never'), ('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week')], max_length=8, verbose_name='frequency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mail preference',
                'verbose_name_plural': 'mail preferences',
                'constraints': [models.UniqueConstraint(fields=('user', 'source'), name='one_frequency_for_each_source')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='text')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent at')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages_received', to=settings.AUTH_USER_MODEL, verbose_name='to')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages_sent', to=settings.AUTH_USER_MODEL, verbose_name='from')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-sent_at', '-pk'],
                'indexes': [models.Index(fields=['sender', 'recipient', '-sent_at'], name='messages_between_two')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='message_says_something'), models.CheckConstraint(condition=models.Q(('sender', models.F('recipient')), _negated=True), name='message_goes_to_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='ModerationAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('title', models.CharField(blank=True, max_length=255, verbose_name='title')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('kind', models.CharField(choices=[('hidden', 'hidden'), ('shown', 'shown again'), ('released', 'published after waiting'), ('dismissed', 'left as it is'), ('passed_on', 'passed on to the unit'), ('warned', 'author warned'), ('suspended', 'author suspended'), ('reinstated', 'suspension ended'), ('reversed', 'appeal accepted'), ('confirmed', 'appeal refused')], max_length=10, verbose_name='kind')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('content_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='network')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='moderation_acts', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'act of moderation',
                'verbose_name_plural': 'acts of moderation',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['-at'], name='acts_newest_first'), models.Index(fields=['content_type', 'object_id', '-at'], name='acts_on_a_thing'), models.Index(fields=['person', '-at'], name='acts_on_a_person')],
            },
        ),
        migrations.CreateModel(
            name='PageTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='wagtailcore.page')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_items', to='taggit.tag')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PersonalArchive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('ready_at', models.DateTimeField(blank=True, null=True, verbose_name='ready at')),
                ('size_bytes', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='archives', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': "archive of a person's data",
                'verbose_name_plural': "archives of people's data",
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ready_at', None)), fields=('user',), name='one_archive_is_made_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='PlaceFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('poblacion', 'population'), ('presupuesto', 'own budget per inhabitant (US$)'), ('ruralidad', 'rural share (%)'), ('superficie', 'area (km²)')], max_length=12, verbose_name='figure')),
                ('value', models.DecimalField(decimal_places=2, max_digits=16, validators=[django.core.validators.MinValueValidator(0)], verbose_name='value')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address on the web')),
                ('worked_out', models.CharField(blank=True, max_length=280, verbose_name='how it was worked out')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='entered at')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='told_figures', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told_figures', to='territories.territory', verbose_name='municipality')),
            ],
            options={
                'verbose_name': 'figure about a place',
                'verbose_name_plural': 'figures about places',
                'ordering': ['-entered_at', '-pk'],
                'indexes': [models.Index(fields=['place', 'kind', '-entered_at'], name='figures_of_a_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='place_figure_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('reason', models.CharField(choices=[('spam', 'It is advertising or has nothing to do with this'), ('insult', 'It insults or threatens somebody'), ('private', 'It shows private data'), ('false', "It is false, or somebody else's work"), ('politics', 'It campaigns for a party or a candidate'), ('other', 'Something else'), ('first', 'First contribution'), ('repeated', 'The same text several times in a day'), ('robot', 'It looks as if a machine had sent it')], max_length=8, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=400, verbose_name='what is wrong')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reported at')),
                ('passed_on_at', models.DateTimeField(blank=True, null=True, verbose_name='passed on at')),
                ('state', models.CharField(choices=[('open', 'open'), ('upheld', 'upheld'), ('dismissed', 'dismissed')], default='open', max_length=9, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='network')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['made_at', 'pk'],
                'indexes': [models.Index(fields=['content_type', 'object_id', 'state'], name='reports_of_a_thing'), models.Index(fields=['state', 'made_at'], name='reports_oldest_first')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('content_type', 'object_id', 'reporter'), name='one_open_report_per_person_and_thing')],
            },
        ),
        migrations.CreateModel(
            name='SearchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('words', models.CharField(max_length=80, verbose_name='words')),
                ('month', models.DateField(verbose_name='month')),
                ('times', models.PositiveIntegerField(default=1, verbose_name='times')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.page')),
            ],
            options={
                'verbose_name': 'search without result',
                'verbose_name_plural': 'searches without result',
                'constraints': [models.UniqueConstraint(fields=('network', 'month', 'key'), name='one_row_for_words_of_a_month')],
            },
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('figure', 5), ('gallery', 8), ('table', 12), ('chart', 18), ('quote', 21), ('callout', 22), ('video', 27), ('file', 30), ('card', 33)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'template': 'community/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'alternative text', 'max_length': 160}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alternative_text', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.ListBlock', (5,), {'collapsed': True, 'label': 'pictures', 'max_num': 24, 'min_num': 2}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('pictures', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows, in one line.', 'label': 'caption', 'max_length': 160}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'The names of the columns, parted by a vertical bar: What | Who | When', 'label': 'columns', 'max_length': 400}), 11: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line, its cells parted by a vertical bar. You may paste them from a spreadsheet.', 'label': 'rows'}), 12: ('wagtail.blocks.StructBlock', [[('caption', 9), ('header', 10), ('rows', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is counted, where and when.', 'label': 'title', 'max_length': 160}), 14: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('bars', 'bars: to compare'), ('line', 'line: what changed with time')], 'label': 'kind'}), 15: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the numbers are: litres per second, per cent, dollars.', 'label': 'unit', 'max_length': 40, 'required': False}), 16: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line: a label, a vertical bar and a number, as in 2019 | 12,5. You may paste two columns from a spreadsheet.', 'label': 'rows'}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who counted it, and when.', 'label': 'source', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('title', 13), ('kind', 14), ('unit', 15), ('rows', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 120, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('text', 19), ('attribution', 20)]], {}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'help', 'label': 'call-out', 'template': 'community/blocks/callout.html'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 160}), 24: ('wagtail.blocks.URLBlock', (), {'help_text': 'It opens on its own site: nothing of it is loaded before the click.', 'label': 'address of the video', 'max_length': 500}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Minutes and seconds: 12:30; with hours: 1:05:00.', 'label': 'duration', 'max_length': 8, 'required': False}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'who made it', 'max_length': 120, 'required': False}), 27: ('wagtail.blocks.StructBlock', [[('title', 23), ('url', 24), ('duration', 25), ('made_by', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'what it is for', 'max_length': 200, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('note', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'help_text': 'Of an experience, a solution, a resource, a post, an event, a conversation, a network or an organization of this site: copy it from the top of your browser.', 'label': 'address', 'max_length': 500}), 32: ('wagtail.blocks.CharBlock', (), {'label': 'why it is here', 'max_length': 200, 'required': False}), 33: ('wagtail.blocks.StructBlock', [[('address', 31), ('note', 32)]], {})}, verbose_name='body')),
            ],
            options={
                'verbose_name': 'standard page',
                'verbose_name_plural': 'standard pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_pt', models.CharField(blank=True, max_length=80, verbose_name='name in Portuguese')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                ('family', models.CharField(choices=[('agua', 'water'), ('residuos', 'waste and environment'), ('ciudad', 'city and mobility'), ('social', 'social'), ('economia', 'economy'), ('hacienda', 'public finance'), ('gestion', 'management'), ('participacion', 'participation')], max_length=14, verbose_name='family')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='may be chosen')),
                ('parent', models.ForeignKey(blank=True, limit_choices_to={'parent__isnull': True}, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='community.theme', verbose_name='lies under')),
            ],
            options={
                'verbose_name': 'theme',
                'verbose_name_plural': 'themes',
                'ordering': ['sort_order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Trait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('persona', 'person'), ('tema', 'theme'), ('pais', 'country'), ('organizacion', 'kind of organization'), ('idioma', 'language'), ('especialista', 'specialist')], max_length=12, verbose_name='kind')),
                ('value', models.CharField(blank=True, max_length=60, verbose_name='value')),
                ('audience', models.CharField(choices=[('nobody', 'nobody'), ('coordinators', 'coordinators of my networks'), ('members', 'members'), ('everyone', 'everyone')], max_length=12)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traits', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'trait of a person',
                'verbose_name_plural': 'traits of people',
                'indexes': [models.Index(fields=['kind', 'value', 'audience', 'person'], name='people_by_trait')],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'value'), name='a_person_has_a_trait_once')],
            },
        ),
        migrations.CreateModel(
            name='UploadedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
                'indexes': [models.Index(fields=['file'], name='document_by_name')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='UploadedImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('credit', models.CharField(blank=True, help_text='Who took or drew it, and its licence.', max_length=120, verbose_name='credit')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'abstract': False,
                'indexes': [models.Index(fields=['file'], name='image_by_name')],
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('seen_at', models.DateTimeField(verbose_name='seen at')),
                ('since', models.DateTimeField(blank=True, null=True, verbose_name='new since')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
                'constraints': [models.UniqueConstraint(fields=('user', 'content_type', 'object_id'), name='one_visit_per_person_and_thing')],
            },
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='accepted at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='community.legaltext')),
            ],
            options={
                'verbose_name': 'acceptance',
                'verbose_name_plural': 'acceptances',
                'constraints': [models.UniqueConstraint(fields=('user', 'text'), name='legal_text_is_accepted_once')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000, verbose_name='why it should be looked at again')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made at')),
                ('state', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('refused', 'refused')], default='open', max_length=8, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('answer', models.CharField(blank=True, max_length=400, verbose_name='answer')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='appeal', to='community.moderationact')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MailDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='address')),
                ('state', models.CharField(choices=[('pending', 'Waiting'), ('sending', 'Under way'), ('sent', 'Sent'), ('failed', 'Not sent'), ('bounced', 'Came back')], default='pending', max_length=8, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('try_after', models.DateTimeField(blank=True, null=True, verbose_name='not before')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_deliveries', to=settings.AUTH_USER_MODEL)),
                ('mailing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='community.mailing')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'sending'])), fields=['state', 'id'], name='mails_that_wait'), models.Index(fields=['created_at'], name='mails_by_age')],
                'constraints': [models.UniqueConstraint(fields=('mailing', 'recipient'), name='one_mail_of_a_mailing')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('kind', models.CharField(choices=[('municipal_government', 'municipal government'), ('ministry', 'ministry'), ('agency', 'public agency'), ('university', 'university'), ('ngo', 'non-governmental organization'), ('community', 'community organization'), ('company', 'company'), ('international', 'international body'), ('programme', 'programme')], max_length=24, verbose_name='kind')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organizations', to='territories.territory', verbose_name='territory')),
                ('description', models.TextField(blank=True, help_text='Two or three sentences, up to 600 characters.', max_length=600, verbose_name='what it does')),
                ('is_listed', models.BooleanField(default=False, help_text="It has a public page. It gets one when a person's affiliation is confirmed.", verbose_name='listed')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.uploadedimage', verbose_name='logo')),
                ('mail_domains', models.TextField(blank=True, help_text='One per line, such as alcaldia.gob.xx. Whoever reads mail at an address there proves to work in the organization.', verbose_name='mail domains')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='community.organization', verbose_name='is part of')),
                ('search_text', models.TextField(default='', editable=False)),
                ('slug', models.SlugField(blank=True, help_text='The last part of the address of its page. Made of the name when empty.', max_length=100, unique=True, verbose_name='address')),
            ],
            options={
                'verbose_name': 'organization',
                'verbose_name_plural': 'organizations',
                'ordering': ['name'],
                'indexes': [models.Index(fields=['is_listed', 'name'], name='organization_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'municipal_government')), fields=('territory',), name='one_municipal_government_per_territory')],
            },
        ),
        migrations.CreateModel(
            name='PageTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_themes', to='wagtailcore.page')),
                ('theme', models.ForeignKey(limit_choices_to={'is_active': True}, on_delete=django.db.models.deletion.CASCADE, related_name='page_themes', to='community.theme', verbose_name='theme')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('page', 'theme'), name='page_carries_a_theme_once')],
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='community.uploadedimage')),
            ],
            options={
                'verbose_name': 'rendition',
                'verbose_name_plural': 'renditions',
                'indexes': [models.Index(fields=['file'], name='rendition_by_name')],
                'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='rendition_is_unique_per_image_and_filter')],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Specialist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='in the base since')),
                ('note', models.TextField(blank=True, help_text='Why they are in the base, who proposed them. Only the unit reads it.', verbose_name='note')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='specialty', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('themes', models.ManyToManyField(related_name='specialists', to='community.theme', verbose_name='themes')),
            ],
            options={
                'verbose_name': 'specialist',
                'verbose_name_plural': 'specialists',
                'ordering': ['person__search_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.CharField(blank=True, max_length=120, verbose_name='post')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='community.organization')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='asked for confirmation at')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('handed_over_at', models.DateTimeField(blank=True, null=True, verbose_name='handed over at')),
                ('last_asked_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='last asked on')),
                ('verification', models.CharField(choices=[('none', 'as the person says'), ('mail_domain', 'by an official address'), ('invitation', 'by invitation'), ('facilitator', 'by the local facilitator'), ('unit', 'by the coordinating unit')], default='none', max_length=12, verbose_name='confirmed')),
                ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('waits_for_heir', models.BooleanField(default=False, verbose_name='its drafts wait for somebody')),
            ],
            options={
                'verbose_name': 'affiliation',
                'verbose_name_plural': 'affiliations',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['organization', 'verification'], name='affiliations_of_organization'), models.Index(fields=['last_asked_on'], name='affiliations_by_last_asked')],
                'constraints': [models.CheckConstraint(condition=models.Q(('started_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='affiliation_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('verification', 'none'), ('verified_at__isnull', True)), models.Q(models.Q(('verification', 'none'), _negated=True), ('verified_at__isnull', False)), _connector='OR'), name='affiliation_is_verified_at_some_time')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('body', models.TextField(verbose_name='text')),
                ('posted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='posted at')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='edited at')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='deleted at')),
                ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='hidden at')),
                ('hidden_reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hidden by')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.organization', verbose_name='on behalf of')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='community.comment', verbose_name='in reply to')),
                ('fingerprint', models.CharField(blank=True, editable=False, max_length=32)),
                ('state', models.CharField(choices=[('published', 'published'), ('waiting', 'waiting for approval')], default='published', max_length=9, verbose_name='state')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'indexes': [models.Index(fields=['content_type', 'object_id', 'posted_at'], name='comments_of_a_thing'), models.Index(fields=['author', 'posted_at'], name='comments_of_a_person'), models.Index(fields=['-posted_at'], name='comments_newest_first'), models.Index(fields=['fingerprint', '-posted_at'], name='comments_that_say_the_same')],
                'constraints': [models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='comment_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('hidden_at__isnull', True), ('hidden_by__isnull', True), ('hidden_reason', '')), models.Q(('hidden_at__isnull', False), models.Q(('hidden_reason', ''), _negated=True)), _connector='OR'), name='comment_is_hidden_with_a_reason'), models.CheckConstraint(condition=models.Q(('edited_at__isnull', True), ('edited_at__gte', models.F('posted_at')), _connector='OR'), name='comment_is_edited_after_it_was_posted')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('post', models.CharField(blank=True, max_length=120, verbose_name='post')),
                ('language', models.CharField(default='es', max_length=5, verbose_name='language of the mail')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='invited at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='community.organization')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-invited_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('organization', 'email'), name='one_open_invitation_per_address')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('url', models.CharField(max_length=500, verbose_name='address')),
                ('facts', models.JSONField(default=dict, verbose_name='facts')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read at')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='mailed at')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ('source', models.CharField(blank=True, choices=[('conversation', 'Comments and answers'), ('mentions', 'Mentions of me'), ('following', 'What I follow'), ('networks', 'My networks'), ('cases', 'My experiences'), ('waiting', 'What waits for me'), ('account', 'My account and decisions about me')], max_length=16, verbose_name='source')),
                ('thing', models.CharField(blank=True, max_length=80, verbose_name='thing')),
                ('waits_for_digest', models.BooleanField(default=False, verbose_name='waits for the digest')),
                ('delivery', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='community.maildelivery')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['recipient', '-created_at'], name='notices_of_a_person'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='unread_notices_of_a_person'), models.Index(condition=models.Q(('waits_for_digest', True)), fields=['recipient', 'created_at'], name='notices_for_the_digest')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('published', 'published'), ('renewed', 'published a new version'), ('commented', 'commented'), ('joined', 'joined')], max_length=12, verbose_name='verb')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='activity', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='network_activity', to='wagtailcore.page')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='activity', to='wagtailcore.page')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='activity', to='territories.territory')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='activity', to='community.comment')),
                ('content_type', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('bundle', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.F('verb'), models.Value(':'), django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast(models.F('page'), models.CharField()), models.Value('')), models.Value(':'), django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast(models.F('content_type'), models.CharField()), models.Value('')), models.Value(':'), django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast(models.F('object_id'), models.CharField()), models.Value('')), models.Value(':'), django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast(models.F('network'), models.CharField()), models.Value('')), output_field=models.CharField(max_length=120)), output_field=models.CharField(max_length=120))),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activity',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['network', '-at'], name='activity_of_a_network'), models.Index(fields=['-at'], name='activity_newest_first'), models.Index(fields=['actor', '-at'], name='activity_of_a_person'), models.Index(fields=['territory', '-at'], name='activity_of_a_territory'), models.Index(fields=['object_id', 'content_type'], name='activity_beside_pages')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(db_index=True, max_length=200, upload_to='attachments/%Y/%m', verbose_name='file')),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='community.comment')),
            ],
            options={
                'verbose_name': 'file of a comment',
                'verbose_name_plural': 'files of comments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CommentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField(verbose_name='text')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='community.comment')),
            ],
            options={
                'verbose_name': 'former version of a comment',
                'verbose_name_plural': 'former versions of comments',
                'ordering': ['-written_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='community.comment')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reaction',
                'verbose_name_plural': 'reactions',
                'constraints': [models.UniqueConstraint(fields=('comment', 'user'), name='one_reaction_per_comment_and_person')],
            },
        ),
        migrations.AlterField(
            model_name='user',
            name='is_specialist',
            field=models.BooleanField(default=False, editable=False, verbose_name='specialist'),
        ),
        migrations.AddField(
            model_name='user',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='people', to='community.theme', verbose_name='themes'),
        ),
        migrations.AddField(
            model_name='user',
            name='photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.uploadedimage', verbose_name='photograph'),
        ),
        migrations.AddField(
            model_name='user',
            name='is_listed',
            field=models.BooleanField(default=False, help_text='Whoever sees your profile finds you in the list of people and by searching.', verbose_name='I want to be found in the directory'),
        ),
        migrations.AddField(
            model_name='user',
            name='links',
            field=models.JSONField(blank=True, default=list, verbose_name='links'),
        ),
        migrations.AddField(
            model_name='user',
            name='message_audience',
            field=models.CharField(choices=[('nobody', 'nobody'), ('coordinators', 'coordinators of my networks'), ('members', 'members')], default='nobody', max_length=12, verbose_name='who may write to me from the site'),
        ),
        migrations.AddField(
            model_name='user',
            name='phone',
            field=models.CharField(blank=True, max_length=24, validators=[django.core.validators.RegexValidator('^\\+[0-9][0-9 ().-]{6,21}$', 'Begin with + and the code of the country: +507 6000 0000.')], verbose_name='telephone'),
        ),
        migrations.AddField(
            model_name='user',
            name='phone_audience',
            field=models.CharField(choices=[('nobody', 'nobody'), ('coordinators', 'coordinators of my networks'), ('members', 'members')], default='nobody', max_length=12, verbose_name='who sees my telephone'),
        ),
        migrations.AddField(
            model_name='user',
            name='search_name',
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name='user',
            name='search_text',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='user',
            name='whatsapp',
            field=models.CharField(blank=True, max_length=24, validators=[django.core.validators.RegexValidator('^\\+[0-9][0-9 ().-]{6,21}$', 'Begin with + and the code of the country: +507 6000 0000.')], verbose_name='WhatsApp'),
        ),
        migrations.AddField(
            model_name='user',
            name='whatsapp_audience',
            field=models.CharField(choices=[('nobody', 'nobody'), ('coordinators', 'coordinators of my networks'), ('members', 'members')], default='nobody', max_length=12, verbose_name='who sees my WhatsApp'),
        ),
        migrations.AddField(
            model_name='user',
            name='digest_hour',
            field=models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='hour of the digest'),
        ),
        migrations.AddField(
            model_name='user',
            name='time_zone',
            field=models.CharField(blank=True, help_text='Blank: that of the site.', max_length=64, verbose_name='time zone'),
        ),
        migrations.AddField(
            model_name='user',
            name='profile_hidden_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='profile hidden at'),
        ),
        migrations.AddField(
            model_name='user',
            name='suspended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='suspended at'),
        ),
        migrations.AddField(
            model_name='user',
            name='suspended_reason',
            field=models.CharField(blank=True, editable=False, max_length=400, verbose_name='reason of the suspension'),
        ),
        migrations.AddField(
            model_name='user',
            name='suspended_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='suspended until'),
        ),
        migrations.AddField(
            model_name='user',
            name='vouched_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='known since'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['search_name', 'id'], name='people_by_name'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23)), name='digest_hour_is_an_hour'),
        ),
        migrations.RunPython(themes.load, themes.unload),
    ]
