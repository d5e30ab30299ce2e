import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Airing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occurrence', models.PositiveSmallIntegerField()),
                ('aired', models.BooleanField()),
                ('aired_at', models.DateTimeField(null=True)),
                ('seconds', models.PositiveIntegerField(null=True)),
                ('reader', models.CharField(default='', max_length=200)),
                ('method', models.CharField(default='', max_length=20)),
                ('reason', models.TextField(default='')),
                ('way', models.CharField(max_length=20)),
                ('entered_by', models.CharField(max_length=150)),
                ('entered_at', models.DateTimeField()),
                ('late', models.BooleanField(default=False)),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Fetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('station', models.CharField(max_length=200)),
                ('form', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('person', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('way', models.CharField(max_length=20)),
                ('note', models.TextField(default='')),
                ('entered_by', models.CharField(max_length=150)),
                ('entered_at', models.DateTimeField()),
                ('late', models.BooleanField(default=False)),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='StationLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('station', models.CharField(max_length=200)),
                ('secret_sha', models.CharField(max_length=64, unique=True)),
                ('label', models.CharField(blank=True, default='', max_length=200)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=150)),
                ('ends_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.CharField(default='', max_length=150)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='post',
            name='script_number_once',
        ),
        migrations.AddField(
            model_name='post',
            name='issue',
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='post',
            name='withheld_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('withheld_at__isnull', False)), fields=['state', 'due'], name='post_withheld'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('issue', 1)), fields=('channel', 'year', 'number'), name='script_number_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('issue__gt', 1), models.Q(('state', 'cancelled'), _negated=True)), fields=('channel', 'year', 'number', 'issue'), name='script_issue_once'),
        ),
        migrations.AddField(
            model_name='airing',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.post'),
        ),
        migrations.AddField(
            model_name='airing',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='store.airing'),
        ),
        migrations.AddField(
            model_name='fetch',
            name='post',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='store.post'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='post',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='store.post'),
        ),
        migrations.AddIndex(
            model_name='stationlink',
            index=models.Index(fields=['station'], name='link_of_station'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='link',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='store.stationlink'),
        ),
        migrations.AddField(
            model_name='fetch',
            name='link',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='store.stationlink'),
        ),
        migrations.AddField(
            model_name='airing',
            name='link',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='store.stationlink'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('post', 'what'), name='said_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['received', 'accepted', 'recall_seen'])), name='receipt_known'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['link', 'phone', 'paper', 'bundle'])), name='receipt_way_known'),
        ),
        migrations.AddIndex(
            model_name='fetch',
            index=models.Index(condition=models.Q(('post__isnull', False)), fields=['post', 'at'], name='fetch_of_script'),
        ),
        migrations.AddIndex(
            model_name='fetch',
            index=models.Index(fields=['station', 'at'], name='fetch_of_station'),
        ),
        migrations.AddIndex(
            model_name='airing',
            index=models.Index(fields=['entered_at'], name='airing_by_entry'),
        ),
        migrations.AddConstraint(
            model_name='airing',
            constraint=models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('post', 'occurrence'), name='airing_first_once'),
        ),
        migrations.AddConstraint(
            model_name='airing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aired', True), ('aired_at__isnull', False)), models.Q(('aired', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='aired_or_why_not'),
        ),
        migrations.AddConstraint(
            model_name='airing',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['', 'read', 'tts', 'relay'])), name='airing_method_known'),
        ),
        migrations.AddConstraint(
            model_name='airing',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['link', 'phone', 'paper', 'bundle'])), name='airing_way_known'),
        ),
        migrations.AddConstraint(
            model_name='airing',
            constraint=models.CheckConstraint(condition=models.Q(('occurrence__gte', 1)), name='airing_counts_from_one'),
        ),
    ]
