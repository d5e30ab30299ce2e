from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0006_pulls'),
    ]

    operations = [
        migrations.AddField(model_name='account', name='notices', field=models.JSONField(blank=True, default=list)),
    ]
