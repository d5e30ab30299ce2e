"""The entry that granian serves: Django over the configuration and the database that the environment names."""

import os

from django.core.wsgi import get_wsgi_application

from scheduler.config import Config
from scheduler.store import database
from scheduler.web import secure
from scheduler.web.office import set_up

_config = Config.load()
database.use(os.environ["BHXH_DATABASE_URL"])
secure.apply(_config)
set_up(_config)
application = get_wsgi_application()
