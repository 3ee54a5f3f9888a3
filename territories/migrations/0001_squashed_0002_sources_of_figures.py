"""What stood in the migrations from 0001 to 0002, in one.

A new site begins here; an installed one goes on with those it replaces, which stay
until no site stands before their last.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import taggit.managers
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('territories', '0001_ground'), ('territories', '0002_sources_of_figures')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='TerritoryTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'territory tag',
                'verbose_name_plural': 'territory tags',
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('level', models.CharField(choices=[('country', 'country'), ('state', 'state'), ('municipality', 'municipality'), ('parish', 'parish')], max_length=12, verbose_name='level')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(blank=True, help_text='What the country itself calls it: provincia, comarca, distrito...', max_length=40, verbose_name='kind')),
                ('code_scheme', models.CharField(help_text='Who gave the code: iso-3166-1, iso-3166-2, inec-pa, cabildo...', max_length=40, verbose_name='code scheme')),
                ('code', models.CharField(max_length=120, verbose_name='code')),
                ('country_code', models.CharField(help_text='ISO 3166-1, two letters', max_length=2, verbose_name='country code')),
                ('parent_names', models.CharField(blank=True, editable=False, max_length=380, verbose_name='lies in')),
                ('search_name', models.CharField(editable=False, max_length=120)),
                ('search_text', models.CharField(editable=False, max_length=510)),
                ('capital', models.CharField(blank=True, max_length=120, verbose_name='capital')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('population_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the population')),
                ('population_source', models.CharField(blank=True, max_length=200, verbose_name='source of the population')),
                ('area_km2', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='area (km²)')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('coordinates_source', models.CharField(blank=True, max_length=200, verbose_name='source of the coordinates')),
                ('budget_usd_per_inhabitant', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='own budget per inhabitant (US$)')),
                ('budget_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the budget')),
                ('rural_share_percent', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='rural share (%)')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('area_source', models.CharField(blank=True, max_length=200, verbose_name='source of the area')),
                ('area_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the area')),
                ('budget_source', models.CharField(blank=True, max_length=200, verbose_name='source of the budget')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('rural_share_source', models.CharField(blank=True, max_length=200, verbose_name='source of the rural share')),
                ('rural_share_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the rural share')),
            ],
            options={
                'verbose_name': 'territory',
                'verbose_name_plural': 'territories',
                'indexes': [models.Index(fields=['level', 'search_name'], name='territory_by_level_and_name'), models.Index(fields=['country_code', 'code'], name='territory_by_country_and_code'), models.Index(fields=['search_text'], name='territory_by_search_text'), models.Index(fields=['level', 'changed_at'], name='territory_last_changed')],
                'constraints': [models.UniqueConstraint(fields=('code_scheme', 'code'), name='territory_code_is_unique_in_its_scheme'), models.CheckConstraint(condition=models.Q(('population__isnull', True), ('population_year__isnull', False), _connector='OR'), name='territory_population_has_its_year', violation_error_message='A population needs the year it was counted in.'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='territory_coordinates_come_in_pairs', violation_error_message='Latitude and longitude are given together.')],
            },
        ),
        migrations.CreateModel(
            name='AlternateCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(max_length=40, verbose_name='code scheme')),
                ('code', models.CharField(max_length=120, verbose_name='code')),
                ('territory', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='alternate_codes', to='territories.territory')),
            ],
            options={
                'verbose_name': 'alternate code',
                'verbose_name_plural': 'alternate codes',
                'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='alternate_code_is_unique_in_its_scheme')],
            },
        ),
        migrations.CreateModel(
            name='TaggedTerritory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='territories.territory')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='territories.territorytag')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupedTerritory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territories.territory', verbose_name='territory')),
            ],
            options={
                'verbose_name': 'territory of a group',
                'verbose_name_plural': 'territories of a group',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TerritoryGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('zone', "facilitator's zone"), ('peers', 'group of peers'), ('association', 'association of municipalities')], max_length=12, verbose_name='kind')),
                ('territories', models.ManyToManyField(related_name='groups', through='territories.GroupedTerritory', to='territories.territory', verbose_name='territories')),
            ],
            options={
                'verbose_name': 'group of territories',
                'verbose_name_plural': 'groups of territories',
                'constraints': [models.UniqueConstraint(fields=('kind', 'name'), name='territory_group_name_is_unique')],
            },
        ),
        migrations.AddField(
            model_name='territory',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='territories.TaggedTerritory', to='territories.TerritoryTag', verbose_name='tags'),
        ),
        migrations.AddField(
            model_name='groupedterritory',
            name='group',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='grouped', to='territories.territorygroup'),
        ),
        migrations.AddConstraint(
            model_name='groupedterritory',
            constraint=models.UniqueConstraint(fields=('group', 'territory'), name='territory_is_once_in_a_group'),
        ),
    ]
