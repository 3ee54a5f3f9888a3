"""What stood in the migrations from 0001 to 0010, in one.

A new site begins here; an installed one goes on with those it replaces, which stay
until no site stands before their last. Data that only an older site can have
(files of resources, days on which they are looked at again) is carried by those alone.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import modelsearch.index
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

upkeep = import_module("networks.migrations.0004_second_reading_and_upkeep")


class Migration(migrations.Migration):

    replaces = [('networks', '0001_networks'), ('networks', '0002_topics'), ('networks', '0003_joining_and_resting'), ('networks', '0004_second_reading_and_upkeep'), ('networks', '0005_files_of_resources'), ('networks', '0006_events'), ('networks', '0007_features'), ('networks', '0008_months_and_letters'), ('networks', '0009_network_archives'), ('networks', '0010_coordinators_are_few')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('community', '0021_what_is_searched_and_letters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contenttypes', '0002_remove_content_type_name'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=1, verbose_name='number')),
                ('renewed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='renewed at')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_key', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'key of a calendar',
                'verbose_name_plural': 'keys of calendars',
            },
        ),
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
            ],
            options={
                'verbose_name': 'events',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=500, verbose_name='address')),
                ('state', models.CharField(choices=[('pending', 'not asked yet'), ('works', 'answers'), ('gone', 'answers that it is not there'), ('silent', 'does not answer'), ('refuses', 'does not answer to programs'), ('not_public', 'is no address of the public Internet')], default='pending', max_length=10, verbose_name='state')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answer')),
                ('since', models.DateTimeField(blank=True, null=True, verbose_name='since')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='asked at')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='failures in a row')),
                ('excused_at', models.DateTimeField(blank=True, null=True, verbose_name='said to be fine at')),
                ('due_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='to be asked at')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_checks', to='wagtailcore.page')),
            ],
            options={
                'verbose_name': 'check of a link',
                'verbose_name_plural': 'checks of links',
                'indexes': [models.Index(condition=models.Q(('failures__gte', 2)), fields=['page'], name='broken_links_of_pages')],
                'constraints': [models.UniqueConstraint(fields=('page', 'url'), name='link_of_a_page_is_checked_once')],
            },
        ),
        migrations.CreateModel(
            name='LinkReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(verbose_name='read at')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='link_reading', to='wagtailcore.page')),
            ],
            options={
                'verbose_name': 'reading of links',
                'verbose_name_plural': 'readings of links',
            },
        ),
        migrations.CreateModel(
            name='NetworkIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
            ],
            options={
                'verbose_name': 'index of networks',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NetworkPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
                ('cover_alt', models.CharField(blank=True, help_text='What the picture shows, for those who cannot see it.', max_length=160, verbose_name='alternative text of the cover')),
                ('kind', models.CharField(choices=[('thematic', 'thematic network'), ('sectoral', 'sectoral network')], default='thematic', max_length=10, verbose_name='kind')),
                ('purpose', models.TextField(help_text='Why people meet here.', max_length=600, verbose_name='purpose')),
                ('welcome', wagtail.fields.RichTextField(blank=True, help_text='What a new member reads first.', verbose_name='welcome message')),
                ('visibility', models.CharField(choices=[('public', 'everyone'), ('members', 'its members only')], default='public', max_length=10, verbose_name='who sees it')),
                ('joining', models.CharField(choices=[('open', 'open to all members of the platform'), ('request', 'on request'), ('invitation', 'by invitation')], default='open', max_length=10, verbose_name='way of joining')),
                ('circle', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='network_of_circle', to='auth.group')),
                ('collection', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='network', to='wagtailcore.collection')),
                ('coordinators', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='coordinated_network', to='auth.group')),
                ('cover', models.ForeignKey(blank=True, help_text="Without one, a floor tile drawn from the page's own address stands in.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.uploadedimage', verbose_name='cover')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='community.PageTag', to='taggit.Tag', verbose_name='tags')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived at')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='deleted at')),
                ('is_official', models.BooleanField(default=False, editable=False, help_text='An institution answers for it.', verbose_name='official')),
                ('joining_question', models.CharField(blank=True, help_text='For networks that people join on request. Empty: none is asked.', max_length=300, verbose_name='question to those who want to join')),
                ('part_of', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='networks.networkpage', verbose_name='part of')),
                ('reviews_before_publishing', models.BooleanField(default=False, help_text='What one coordinator writes is published by another. Needs at least two coordinators; the coordinating unit can always publish.', verbose_name='somebody else reads before publishing')),
            ],
            options={
                'verbose_name': 'network',
                'verbose_name_plural': 'networks',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ResourceIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
            ],
            options={
                'verbose_name': 'resources',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ReviewAsked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('is_last', models.BooleanField()),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.page')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'due_on', 'is_last'), name='one_question_per_page_and_day')],
            },
        ),
        migrations.CreateModel(
            name='SecondReading',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'second reading',
                'verbose_name_plural': 'second readings',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
                ('cover_alt', models.CharField(blank=True, help_text='What the picture shows, for those who cannot see it.', max_length=160, verbose_name='alternative text of the cover')),
                ('written_with', models.CharField(blank=True, help_text='Names of the other authors, if there are any.', max_length=160, verbose_name='written with')),
                ('on_behalf_of', models.CharField(choices=[('nobody', 'nobody: it is a personal text'), ('network', 'the network in which it is published'), ('organization', 'an organization')], default='nobody', max_length=12, verbose_name='on behalf of')),
                ('review_on', models.DateField(blank=True, help_text='The day on which somebody should look whether it still holds. Empty: a year after it is published. Its owner is asked thirty days before and on the day.', null=True, verbose_name='review before')),
                ('reviewed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='reviewed on')),
                ('contact_email', models.EmailField(blank=True, help_text='Everybody who opens the page sees it: better one of an office than your own.', max_length=254, verbose_name='e-mail for questions')),
                ('published_on', models.DateField(db_index=True, default=django.utils.timezone.localdate, verbose_name='date')),
                ('sources', wagtail.fields.StreamField([('source', 4)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'who published it', 'max_length': 160, 'required': False}), 2: ('wagtail.blocks.IntegerBlock', (), {'label': 'year', 'max_value': 2200, 'min_value': 1500, 'required': False}), 3: ('wagtail.blocks.URLBlock', (), {'label': 'address', 'max_length': 500, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('publisher', 1), ('year', 2), ('url', 3)]], {})}, help_text='Where the facts come from. Shown at the end, with a link to each.', verbose_name='sources')),
                ('starts_at', models.DateTimeField(db_index=True, verbose_name='begins')),
                ('ends_at', models.DateTimeField(db_index=True, verbose_name='ends')),
                ('time_zone', models.CharField(default='America/Panama', max_length=64, verbose_name='time zone of the place')),
                ('place', models.CharField(blank=True, help_text='Name and address. Everybody reads it.', max_length=200, verbose_name='place')),
                ('link', models.URLField(blank=True, help_text='Of the video call. Shown to those who are registered; if nobody registers, to all.', max_length=500, verbose_name='link to take part')),
                ('agenda', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('figure', 5), ('gallery', 8), ('table', 12), ('chart', 18), ('quote', 21), ('callout', 22), ('video', 27), ('file', 30), ('card', 33)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'template': 'community/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'alternative text', 'max_length': 160}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alternative_text', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.ListBlock', (5,), {'collapsed': True, 'label': 'pictures', 'max_num': 24, 'min_num': 2}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('pictures', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows, in one line.', 'label': 'caption', 'max_length': 160}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'The names of the columns, parted by a vertical bar: What | Who | When', 'label': 'columns', 'max_length': 400}), 11: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line, its cells parted by a vertical bar. You may paste them from a spreadsheet.', 'label': 'rows'}), 12: ('wagtail.blocks.StructBlock', [[('caption', 9), ('header', 10), ('rows', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is counted, where and when.', 'label': 'title', 'max_length': 160}), 14: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('bars', 'bars: to compare'), ('line', 'line: what changed with time')], 'label': 'kind'}), 15: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the numbers are: litres per second, per cent, dollars.', 'label': 'unit', 'max_length': 40, 'required': False}), 16: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line: a label, a vertical bar and a number, as in 2019 | 12,5. You may paste two columns from a spreadsheet.', 'label': 'rows'}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who counted it, and when.', 'label': 'source', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('title', 13), ('kind', 14), ('unit', 15), ('rows', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 120, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('text', 19), ('attribution', 20)]], {}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'help', 'label': 'call-out', 'template': 'community/blocks/callout.html'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 160}), 24: ('wagtail.blocks.URLBlock', (), {'help_text': 'It opens on its own site: nothing of it is loaded before the click.', 'label': 'address of the video', 'max_length': 500}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Minutes and seconds: 12:30; with hours: 1:05:00.', 'label': 'duration', 'max_length': 8, 'required': False}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'who made it', 'max_length': 120, 'required': False}), 27: ('wagtail.blocks.StructBlock', [[('title', 23), ('url', 24), ('duration', 25), ('made_by', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'what it is for', 'max_length': 200, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('note', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'help_text': 'Of an experience, a solution, a resource, a post, an event, a conversation, a network or an organization of this site: copy it from the top of your browser.', 'label': 'address', 'max_length': 500}), 32: ('wagtail.blocks.CharBlock', (), {'label': 'why it is here', 'max_length': 200, 'required': False}), 33: ('wagtail.blocks.StructBlock', [[('address', 31), ('note', 32)]], {})}, verbose_name='agenda')),
                ('speakers', wagtail.fields.StreamField([('speaker', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'name', 'max_length': 120}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'The post and the organization, or what this person will speak of.', 'label': 'who this person is', 'max_length': 160, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('name', 0), ('post', 1)]], {'icon': 'user', 'label': 'speaker'})}, verbose_name='speakers')),
                ('registering', models.CharField(choices=[('none', 'nobody registers: whoever wants comes'), ('members', 'people with an account'), ('everyone', 'also people without an account, by e-mail')], default='members', max_length=8, verbose_name='who registers')),
                ('capacity', models.PositiveIntegerField(blank=True, help_text='Empty: no limit. Who comes later waits, and enters in that order.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                ('registration_until', models.DateTimeField(blank=True, help_text='By the clocks of the place. Empty: until it begins.', null=True, verbose_name='registration open until')),
                ('gives_certificate', models.BooleanField(default=False, help_text='Whoever you mark as present can download one afterwards.', verbose_name='certificate of attendance')),
                ('recording', models.URLField(blank=True, max_length=500, verbose_name='recording')),
                ('minutes', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('figure', 5), ('gallery', 8), ('table', 12), ('chart', 18), ('quote', 21), ('callout', 22), ('video', 27), ('file', 30), ('card', 33)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'template': 'community/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'alternative text', 'max_length': 160}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alternative_text', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.ListBlock', (5,), {'collapsed': True, 'label': 'pictures', 'max_num': 24, 'min_num': 2}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('pictures', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows, in one line.', 'label': 'caption', 'max_length': 160}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'The names of the columns, parted by a vertical bar: What | Who | When', 'label': 'columns', 'max_length': 400}), 11: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line, its cells parted by a vertical bar. You may paste them from a spreadsheet.', 'label': 'rows'}), 12: ('wagtail.blocks.StructBlock', [[('caption', 9), ('header', 10), ('rows', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is counted, where and when.', 'label': 'title', 'max_length': 160}), 14: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('bars', 'bars: to compare'), ('line', 'line: what changed with time')], 'label': 'kind'}), 15: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the numbers are: litres per second, per cent, dollars.', 'label': 'unit', 'max_length': 40, 'required': False}), 16: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line: a label, a vertical bar and a number, as in 2019 | 12,5. You may paste two columns from a spreadsheet.', 'label': 'rows'}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who counted it, and when.', 'label': 'source', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('title', 13), ('kind', 14), ('unit', 15), ('rows', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 120, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('text', 19), ('attribution', 20)]], {}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'help', 'label': 'call-out', 'template': 'community/blocks/callout.html'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 160}), 24: ('wagtail.blocks.URLBlock', (), {'help_text': 'It opens on its own site: nothing of it is loaded before the click.', 'label': 'address of the video', 'max_length': 500}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Minutes and seconds: 12:30; with hours: 1:05:00.', 'label': 'duration', 'max_length': 8, 'required': False}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'who made it', 'max_length': 120, 'required': False}), 27: ('wagtail.blocks.StructBlock', [[('title', 23), ('url', 24), ('duration', 25), ('made_by', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'what it is for', 'max_length': 200, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('note', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'help_text': 'Of an experience, a solution, a resource, a post, an event, a conversation, a network or an organization of this site: copy it from the top of your browser.', 'label': 'address', 'max_length': 500}), 32: ('wagtail.blocks.CharBlock', (), {'label': 'why it is here', 'max_length': 200, 'required': False}), 33: ('wagtail.blocks.StructBlock', [[('address', 31), ('note', 32)]], {})}, help_text='Once it is over: what was said, what was agreed, what follows.', verbose_name='what came of it')),
                ('author', models.ForeignKey(blank=True, help_text='Empty: whoever creates the page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('contact', models.ForeignKey(blank=True, help_text='Whom readers may ask about it. Empty: its author.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='contact')),
                ('cover', models.ForeignKey(blank=True, help_text="Without one, a floor tile drawn from the page's own address stands in.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.uploadedimage', verbose_name='cover')),
                ('network', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='networks.networkpage')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.organization', verbose_name='organization')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='community.PageTag', to='taggit.Tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='event_ends_after_it_begins')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Feature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('reason', models.CharField(help_text='For whom it is useful, and why now.', max_length=160, verbose_name='why')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('until', models.DateField(blank=True, help_text='The last day.', null=True, verbose_name='until')),
                ('chosen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='chosen at')),
                ('chosen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='chosen by')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='features', to='networks.networkpage')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.page', verbose_name='page')),
                ('thing_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'featured thing',
                'verbose_name_plural': 'featured things',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('page__isnull', False), ('thing_id__isnull', True), ('thing_type__isnull', True)), models.Q(('page__isnull', True), ('thing_id__isnull', False), ('thing_type__isnull', False)), _connector='OR'), name='feature_is_of_one_thing'), models.UniqueConstraint(fields=('network', 'page'), name='network_features_a_page_once'), models.UniqueConstraint(fields=('network', 'thing_type', 'thing_id'), name='network_features_a_thing_once')],
            },
        ),
        migrations.CreateModel(
            name='InvitationList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120, verbose_name='file')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='what the invitation says')),
                ('language', models.CharField(default='es', max_length=5, verbose_name='language of the mail')),
                ('rows', models.JSONField(default=list, verbose_name='rows')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitation_lists', to='networks.networkpage')),
            ],
            options={
                'verbose_name': 'list of addresses to invite',
                'verbose_name_plural': 'lists of addresses to invite',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('segment', models.CharField(default='todos', max_length=80, verbose_name='to whom')),
                ('subject', models.CharField(max_length=120, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('scheduled', 'scheduled'), ('preparing', 'on its way'), ('sent', 'sent')], default='draft', max_length=9, verbose_name='state')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written at')),
                ('send_at', models.DateTimeField(blank=True, null=True, verbose_name='to be sent at')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('prepared_up_to', models.BigIntegerField(default=0, editable=False)),
                ('addressed', models.PositiveIntegerField(default=0, verbose_name='people it is for')),
                ('in_digest', models.PositiveIntegerField(default=0, verbose_name='in their digest')),
                ('unwanted', models.PositiveIntegerField(default=0, verbose_name='want no mail of it')),
                ('unreachable', models.PositiveIntegerField(default=0, verbose_name='without an address that takes mail')),
                ('outcome', models.JSONField(blank=True, default=dict, verbose_name='what became of its mails')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('mailing', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letter', to='community.mailing')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='networks.networkpage')),
            ],
            options={
                'verbose_name': 'letter of a network',
                'verbose_name_plural': 'letters of networks',
                'ordering': ['-written_at', '-pk'],
                'indexes': [models.Index(fields=['network', '-send_at'], name='letters_of_a_network'), models.Index(condition=models.Q(('state__in', ['scheduled', 'preparing'])), fields=['send_at'], name='letters_that_wait')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'draft'), ('send_at__isnull', False), _connector='OR'), name='a_letter_under_way_has_its_hour'), models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='a_letter_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('member', 'member'), ('coordinator', 'coordinator')], default='member', max_length=12, verbose_name='role')),
                ('state', models.CharField(choices=[('requested', 'asks to join'), ('active', 'belongs'), ('declined', 'was not let in'), ('left', 'left'), ('removed', 'was taken out')], default='active', max_length=10, verbose_name='state')),
                ('mail_frequency', models.CharField(choices=[('never', 'never'), ('at_once', 'at once'), ('daily', 'daily'), ('weekly', 'weekly')], default='weekly', max_length=8, verbose_name='mails')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='networks.networkpage')),
                ('answer', models.TextField(blank=True, max_length=1500, verbose_name='answer to the question of the network')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='why they were not let in, or were taken out')),
                ('steps_hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='no longer wants to see the first steps since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='left or removed at')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'indexes': [models.Index(fields=['network', 'state', '-joined_at'], name='members_of_a_network'), models.Index(fields=['network', 'role', 'state'], name='coordinators_of_a_network')],
                'constraints': [models.UniqueConstraint(fields=('user', 'network'), name='one_membership_per_network_and_person')],
            },
        ),
        migrations.CreateModel(
            name='NetworkArchive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='things')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done so far')),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last sign of life')),
                ('ready_at', models.DateTimeField(blank=True, null=True, verbose_name='ready at')),
                ('size_bytes', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='archives', to='networks.networkpage')),
            ],
            options={
                'verbose_name': 'archive of a network',
                'verbose_name_plural': 'archives of networks',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ready_at', None)), fields=('network',), name='one_archive_of_a_network_is_made_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='NetworkInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='what the invitation says')),
                ('language', models.CharField(default='es', max_length=5, verbose_name='language of the mail')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='invited at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('bounced_at', models.DateTimeField(blank=True, null=True, verbose_name='came back at')),
                ('bounce_reason', models.CharField(blank=True, max_length=255, verbose_name='why it came back')),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], max_length=10, verbose_name='outcome')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='networks.networkpage')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'invitation to a network',
                'verbose_name_plural': 'invitations to networks',
                'ordering': ['-invited_at', '-pk'],
                'indexes': [models.Index(fields=['network', '-invited_at'], name='invitations_of_a_network')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True), models.Q(('email', ''), _negated=True)), fields=('network', 'email'), name='network_invites_an_address_once'), models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True), ('person__isnull', False)), fields=('network', 'person'), name='network_invites_a_person_once')],
            },
        ),
        migrations.CreateModel(
            name='NetworkMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='month')),
                ('figures', models.JSONField(default=dict, verbose_name='figures')),
                ('counted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='counted at')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='months', to='networks.networkpage')),
            ],
            options={
                'verbose_name': 'month of a network',
                'verbose_name_plural': 'months of networks',
                'ordering': ['network', 'month'],
                'constraints': [models.UniqueConstraint(fields=('network', 'month'), name='one_row_of_a_month'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='a_month_is_called_by_its_first_day')],
            },
        ),
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_pages', models.JSONField(default=list, verbose_name='pages that were public')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deleted by')),
                ('network', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='removal', to='networks.networkpage')),
            ],
            options={
                'verbose_name': 'deleted network',
                'verbose_name_plural': 'deleted networks',
            },
        ),
        migrations.CreateModel(
            name='ResourcePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
                ('cover_alt', models.CharField(blank=True, help_text='What the picture shows, for those who cannot see it.', max_length=160, verbose_name='alternative text of the cover')),
                ('published_on', models.DateField(db_index=True, default=django.utils.timezone.localdate, verbose_name='date')),
                ('review_on', models.DateField(blank=True, help_text='The day on which somebody should look whether it still holds. Empty: a year after it is published. Its owner is asked thirty days before and on the day.', null=True, verbose_name='review before')),
                ('sources', wagtail.fields.StreamField([('source', 4)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'who published it', 'max_length': 160, 'required': False}), 2: ('wagtail.blocks.IntegerBlock', (), {'label': 'year', 'max_value': 2200, 'min_value': 1500, 'required': False}), 3: ('wagtail.blocks.URLBlock', (), {'label': 'address', 'max_length': 500, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('publisher', 1), ('year', 2), ('url', 3)]], {})}, help_text='Where the facts come from. Shown at the end, with a link to each.', verbose_name='sources')),
                ('kind', models.CharField(choices=[('norm', 'norm'), ('guide', 'guide'), ('template', 'template'), ('course', 'course'), ('tool', 'tool'), ('dataset', 'dataset'), ('video', 'video'), ('presentation', 'presentation')], max_length=14, verbose_name='kind')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('resource_language', models.CharField(choices=[('es', 'Spanish'), ('pt', 'Portuguese'), ('en', 'English')], default='es', max_length=5, verbose_name='language')),
                ('licence', models.CharField(choices=[('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc0', 'CC0'), ('public-domain', 'public domain'), ('all-rights-reserved', 'all rights reserved'), ('see-source', 'see the source')], default='cc-by-4.0', max_length=20, verbose_name='licence')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('made_by', models.CharField(blank=True, max_length=160, verbose_name='made by')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('figure', 5), ('gallery', 8), ('table', 12), ('chart', 18), ('quote', 21), ('callout', 22), ('video', 27), ('file', 30), ('card', 33)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'template': 'community/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'alternative text', 'max_length': 160}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alternative_text', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.ListBlock', (5,), {'collapsed': True, 'label': 'pictures', 'max_num': 24, 'min_num': 2}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('pictures', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows, in one line.', 'label': 'caption', 'max_length': 160}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'The names of the columns, parted by a vertical bar: What | Who | When', 'label': 'columns', 'max_length': 400}), 11: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line, its cells parted by a vertical bar. You may paste them from a spreadsheet.', 'label': 'rows'}), 12: ('wagtail.blocks.StructBlock', [[('caption', 9), ('header', 10), ('rows', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is counted, where and when.', 'label': 'title', 'max_length': 160}), 14: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('bars', 'bars: to compare'), ('line', 'line: what changed with time')], 'label': 'kind'}), 15: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the numbers are: litres per second, per cent, dollars.', 'label': 'unit', 'max_length': 40, 'required': False}), 16: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line: a label, a vertical bar and a number, as in 2019 | 12,5. You may paste two columns from a spreadsheet.', 'label': 'rows'}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who counted it, and when.', 'label': 'source', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('title', 13), ('kind', 14), ('unit', 15), ('rows', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 120, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('text', 19), ('attribution', 20)]], {}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'help', 'label': 'call-out', 'template': 'community/blocks/callout.html'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 160}), 24: ('wagtail.blocks.URLBlock', (), {'help_text': 'It opens on its own site: nothing of it is loaded before the click.', 'label': 'address of the video', 'max_length': 500}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Minutes and seconds: 12:30; with hours: 1:05:00.', 'label': 'duration', 'max_length': 8, 'required': False}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'who made it', 'max_length': 120, 'required': False}), 27: ('wagtail.blocks.StructBlock', [[('title', 23), ('url', 24), ('duration', 25), ('made_by', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'what it is for', 'max_length': 200, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('note', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'help_text': 'Of an experience, a solution, a resource, a post, an event, a conversation, a network or an organization of this site: copy it from the top of your browser.', 'label': 'address', 'max_length': 500}), 32: ('wagtail.blocks.CharBlock', (), {'label': 'why it is here', 'max_length': 200, 'required': False}), 33: ('wagtail.blocks.StructBlock', [[('address', 31), ('note', 32)]], {})}, verbose_name='what it serves for')),
                ('author', models.ForeignKey(blank=True, help_text='Empty: whoever creates the page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('cover', models.ForeignKey(blank=True, help_text="Without one, a floor tile drawn from the page's own address stands in.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.uploadedimage', verbose_name='cover')),
                ('network', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='networks.networkpage')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='community.PageTag', to='taggit.Tag', verbose_name='tags')),
                ('contact', models.ForeignKey(blank=True, help_text='Whom readers may ask about it. Empty: its author.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='contact')),
                ('contact_email', models.EmailField(blank=True, help_text='Everybody who opens the page sees it: better one of an office than your own.', max_length=254, verbose_name='e-mail for questions')),
                ('on_behalf_of', models.CharField(choices=[('nobody', 'nobody: it is a personal text'), ('network', 'the network in which it is published'), ('organization', 'an organization')], default='nobody', max_length=12, verbose_name='on behalf of')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.organization', verbose_name='organization')),
                ('reviewed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='reviewed on')),
                ('written_with', models.CharField(blank=True, help_text='Names of the other authors, if there are any.', max_length=160, verbose_name='written with')),
            ],
            options={
                'verbose_name': 'resource',
                'verbose_name_plural': 'resources',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ResourceUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('stamp', models.CharField(blank=True, max_length=40)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='begun at')),
                ('is_checked', models.BooleanField(default=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resource_uploads', to='networks.networkpage')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'upload of a resource',
                'verbose_name_plural': 'uploads of resources',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('discussion', 'discussion'), ('question', 'question')], default='discussion', max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('body', models.TextField(verbose_name='text')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened at')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='edited at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('is_waiting', models.BooleanField(default=False, verbose_name='waits for approval')),
                ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='hidden at')),
                ('hidden_reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('pinned_at', models.DateTimeField(blank=True, null=True, verbose_name='pinned at')),
                ('accepted', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.comment', verbose_name='accepted answer')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='networks.networkpage')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='topics', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
            ],
            options={
                'verbose_name': 'conversation',
                'verbose_name_plural': 'conversations',
                'indexes': [models.Index(fields=['network', '-opened_at'], name='topics_of_a_network'), models.Index(fields=['opened_by', 'opened_at'], name='topics_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('accepted__isnull', True), ('kind', 'question'), _connector='OR'), name='only_questions_have_an_accepted_answer')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='EventMaterial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_links', to='networks.resourcepage', verbose_name='resource')),
                ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='material_links', to='networks.eventpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('event', 'resource'), name='event_names_a_material_once')],
            },
        ),
        migrations.CreateModel(
            name='EventQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('text', models.CharField(max_length=200, verbose_name='question')),
                ('kind', models.CharField(choices=[('text', 'a line to write in'), ('choice', 'one of several'), ('yes', 'a box to tick')], default='text', max_length=6, verbose_name='kind')),
                ('options', models.TextField(blank=True, help_text='One in each line.', verbose_name='possible answers')),
                ('is_required', models.BooleanField(default=False, verbose_name='must be answered')),
                ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='networks.eventpage')),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EventRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(default='es', max_length=5, verbose_name='language')),
                ('state', models.CharField(choices=[('asked', 'has to confirm the address'), ('registered', 'registered'), ('waiting', 'waiting for a place'), ('gone', 'no longer comes')], max_length=10, verbose_name='state')),
                ('answers', models.JSONField(blank=True, default=list, verbose_name='answers')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='registered at')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='in the queue since')),
                ('attended_at', models.DateTimeField(blank=True, null=True, verbose_name='was there')),
                ('told_sequence', models.PositiveIntegerField(default=0, verbose_name='change told')),
                ('day_reminder_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded the day before')),
                ('hour_reminder_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded an hour before')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='networks.eventpage')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='event_registrations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
                'indexes': [models.Index(fields=['event', 'state', 'queued_at'], name='registrations_of_an_event')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('event', 'user'), name='a_person_registers_once'), models.UniqueConstraint(models.F('event'), django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='a_guest_registers_once')],
            },
        ),
        migrations.CreateModel(
            name='EventStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField(default=0, verbose_name='changes')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed at')),
                ('called_off_at', models.DateTimeField(blank=True, null=True, verbose_name='called off at')),
                ('called_off_reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('time_zone', models.CharField(blank=True, max_length=64, verbose_name='time zone of the place')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link to take part')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='standing', to='networks.eventpage')),
            ],
            options={
                'verbose_name': 'standing of an event',
                'verbose_name_plural': 'standings of events',
            },
        ),
        migrations.CreateModel(
            name='MonthlyDownloads',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('month', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='monthly_downloads', to='networks.resourcepage')),
            ],
            options={
                'verbose_name': 'downloads in a month',
                'verbose_name_plural': 'downloads by month',
                'constraints': [models.UniqueConstraint(fields=('resource', 'key', 'month'), name='downloads_are_counted_once_a_month')],
            },
        ),
        migrations.CreateModel(
            name='ResourceDownloads',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField(default=0)),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='downloads', to='networks.resourcepage')),
            ],
        ),
        migrations.CreateModel(
            name='ResourceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('language', models.CharField(choices=[('es', 'Spanish'), ('pt', 'Portuguese'), ('en', 'English')], default='es', max_length=5, verbose_name='language')),
                ('number', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='version')),
                ('dated_on', models.DateField(default=django.utils.timezone.localdate, help_text='Versions in one language are numbered by their dates; the last is offered.', verbose_name='date of this version')),
                ('note', models.CharField(blank=True, help_text='Since the version before, in one sentence.', max_length=280, verbose_name='what changed')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resource_files', to='community.uploadeddocument', verbose_name='file')),
                ('resource', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='networks.resourcepage')),
            ],
            options={
                'verbose_name': 'file of a resource',
                'verbose_name_plural': 'files of resources',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('resource', 'key'), name='file_of_a_resource_has_one_address')],
            },
        ),
        migrations.RunPython(upkeep.lay_aside_stock_workflow, upkeep.lay_it_again),
    ]
