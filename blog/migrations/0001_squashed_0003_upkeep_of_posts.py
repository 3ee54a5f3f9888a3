"""What stood in the migrations from 0001 to 0003, in one.

A new site begins here; an installed one goes on with those it replaces, which stay
until no site stands before their last. Data that only an older site can have
(days on which posts are looked at again) is carried by those alone.
"""

import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('blog', '0001_posts'), ('blog', '0002_imported_articles'), ('blog', '0003_upkeep_of_posts')]

    initial = True

    dependencies = [
        ('community', '0003_first_themes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('networks', '0001_networks'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='BlogIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
            ],
            options={
                'verbose_name': 'blog',
                'verbose_name_plural': 'blogs',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PostPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences. Shown on cards and in search results.', max_length=280, verbose_name='summary')),
                ('cover_alt', models.CharField(blank=True, help_text='What the picture shows, for those who cannot see it.', max_length=160, verbose_name='alternative text of the cover')),
                ('published_on', models.DateField(db_index=True, default=django.utils.timezone.localdate, verbose_name='date')),
                ('review_on', models.DateField(blank=True, help_text='The day on which somebody should look whether it still holds. Empty: a year after it is published. Its owner is asked thirty days before and on the day.', null=True, verbose_name='review before')),
                ('sources', wagtail.fields.StreamField([('source', 4)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'who published it', 'max_length': 160, 'required': False}), 2: ('wagtail.blocks.IntegerBlock', (), {'label': 'year', 'max_value': 2200, 'min_value': 1500, 'required': False}), 3: ('wagtail.blocks.URLBlock', (), {'label': 'address', 'max_length': 500, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('publisher', 1), ('year', 2), ('url', 3)]], {})}, help_text='Where the facts come from. Shown at the end, with a link to each.', verbose_name='sources')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('figure', 5), ('gallery', 8), ('table', 12), ('chart', 18), ('quote', 21), ('callout', 22), ('video', 27), ('file', 30), ('card', 33)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'template': 'community/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'alternative text', 'max_length': 160}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 200, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alternative_text', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.ListBlock', (5,), {'collapsed': True, 'label': 'pictures', 'max_num': 24, 'min_num': 2}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('pictures', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows, in one line.', 'label': 'caption', 'max_length': 160}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'The names of the columns, parted by a vertical bar: What | Who | When', 'label': 'columns', 'max_length': 400}), 11: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line, its cells parted by a vertical bar. You may paste them from a spreadsheet.', 'label': 'rows'}), 12: ('wagtail.blocks.StructBlock', [[('caption', 9), ('header', 10), ('rows', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is counted, where and when.', 'label': 'title', 'max_length': 160}), 14: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('bars', 'bars: to compare'), ('line', 'line: what changed with time')], 'label': 'kind'}), 15: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the numbers are: litres per second, per cent, dollars.', 'label': 'unit', 'max_length': 40, 'required': False}), 16: ('wagtail.blocks.TextBlock', (), {'help_text': 'One row per line: a label, a vertical bar and a number, as in 2019 | 12,5. You may paste two columns from a spreadsheet.', 'label': 'rows'}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who counted it, and when.', 'label': 'source', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('title', 13), ('kind', 14), ('unit', 15), ('rows', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 120, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('text', 19), ('attribution', 20)]], {}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'help', 'label': 'call-out', 'template': 'community/blocks/callout.html'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 160}), 24: ('wagtail.blocks.URLBlock', (), {'help_text': 'It opens on its own site: nothing of it is loaded before the click.', 'label': 'address of the video', 'max_length': 500}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Minutes and seconds: 12:30; with hours: 1:05:00.', 'label': 'duration', 'max_length': 8, 'required': False}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'who made it', 'max_length': 120, 'required': False}), 27: ('wagtail.blocks.StructBlock', [[('title', 23), ('url', 24), ('duration', 25), ('made_by', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'what it is for', 'max_length': 200, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('note', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'help_text': 'Of an experience, a solution, a resource, a post, an event, a conversation, a network or an organization of this site: copy it from the top of your browser.', 'label': 'address', 'max_length': 500}), 32: ('wagtail.blocks.CharBlock', (), {'label': 'why it is here', 'max_length': 200, 'required': False}), 33: ('wagtail.blocks.StructBlock', [[('address', 31), ('note', 32)]], {})}, default=[('paragraph', '')], verbose_name='text')),
                ('written_with', models.CharField(blank=True, help_text='Names of the other authors, if there are any.', max_length=160, verbose_name='written with')),
                ('on_behalf_of', models.CharField(choices=[('nobody', 'nobody: it is a personal text'), ('network', 'the network in which it is published'), ('organization', 'an organization')], default='nobody', max_length=12, verbose_name='on behalf of')),
                ('author', models.ForeignKey(blank=True, help_text='Empty: whoever creates the page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('cover', models.ForeignKey(blank=True, help_text="Without one, a floor tile drawn from the page's own address stands in.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.uploadedimage', verbose_name='cover')),
                ('network', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='networks.networkpage')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.organization', verbose_name='organization')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='community.PageTag', to='taggit.Tag', verbose_name='tags')),
                ('contact', models.ForeignKey(blank=True, help_text='Whom readers may ask about it. Empty: its author.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='contact')),
                ('contact_email', models.EmailField(blank=True, help_text='Everybody who opens the page sees it: better one of an office than your own.', max_length=254, verbose_name='e-mail for questions')),
                ('reviewed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='reviewed on')),
            ],
            options={
                'verbose_name': 'blog post',
                'verbose_name_plural': 'blog posts',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ArticleImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=160, verbose_name='file')),
                ('language', models.CharField(default='es', max_length=10)),
                ('is_partial', models.BooleanField(default=False)),
                ('overwrites', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('preview', 'to be confirmed'), ('waiting', 'waiting its turn'), ('running', 'running'), ('done', 'done'), ('failed', 'could not be done')], default='preview', max_length=8, verbose_name='state')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='articles')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done so far')),
                ('report', models.JSONField(default=dict, verbose_name='report')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='begun at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('blog', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_imports', to='blog.blogindexpage')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_imports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import of articles',
                'verbose_name_plural': 'imports of articles',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportedArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.SlugField(blank=True, max_length=80, verbose_name='source')),
                ('key', models.CharField(max_length=255, verbose_name='key at the source')),
                ('publisher', models.CharField(blank=True, max_length=160, verbose_name='who published it')),
                ('title', models.CharField(max_length=255, verbose_name='title at the source')),
                ('address', models.URLField(blank=True, max_length=500, verbose_name='address at the source')),
                ('terms', models.TextField(blank=True, verbose_name='terms of use')),
                ('author', models.TextField(blank=True, verbose_name='author as written')),
                ('published_at', models.DateTimeField(verbose_name='published at the source')),
                ('omitted', models.JSONField(blank=True, default=dict, verbose_name='what was left out')),
                ('images_are_gone', models.BooleanField(default=False, verbose_name='its images no longer exist')),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('imported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='imported at')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='blog.postpage', verbose_name='post')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'imported article',
                'verbose_name_plural': 'imported articles',
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='an_article_is_imported_once')],
            },
        ),
        migrations.CreateModel(
            name='UploadedArticles',
            fields=[
                ('article_import', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='upload', serialize=False, to='blog.articleimport')),
                ('content', models.BinaryField()),
            ],
            options={
                'verbose_name': 'uploaded articles',
                'verbose_name_plural': 'uploaded articles',
            },
        ),
    ]
