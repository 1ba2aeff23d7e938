#!/usr/bin/env python
"""Django's command line for careplan."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careplan.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"careplan cannot start. {error}")
    except OperationalError as error:
        sys.exit(f"careplan cannot use its database (DATABASE_URL). It says: {error}")
