#!/bin/sh
# Django's own deployment check against the production settings, with stand-in secrets.
# Use: deploy/check.sh FOLDER_OF_PYTHON
set -e
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
DATA_DIR=$data \
DJANGO_SETTINGS_MODULE=community.settings.production \
SECRET_KEY=$("$1/python" -c 'import secrets; print(secrets.token_urlsafe(60))') \
ALLOWED_HOSTS=cabildo.example \
SITE_URL=https://cabildo.example \
EMAIL_URL=smtp://localhost:25 \
DEFAULT_FROM_EMAIL=avisos@cabildo.example \
LEGAL_CONTROLLER=Cabildo \
LEGAL_CONTACT_EMAIL=contacto@cabildo.example \
"$1/python" manage.py check --deploy --fail-level WARNING
