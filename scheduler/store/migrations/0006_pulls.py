import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0005_search'),
    ]

    operations = [
        migrations.DeleteModel(name='Fetch'),
        migrations.CreateModel(
            name='Fetch',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='store.post')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Pull',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('station', models.CharField(max_length=200)),
                ('form', models.CharField(max_length=20)),
                ('posts', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('link', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='store.stationlink')),
            ],
        ),
        migrations.AddField(model_name='stationlink', name='used_at', field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('state', 'recalled')), fields=['channel'], name='post_recalled'),
        ),
    ]
