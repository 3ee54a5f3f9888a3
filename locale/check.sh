#!/bin/sh
# Spanish is complete: every string of the sources is in the catalogue, none is empty or fuzzy.
# Use: locale/check.sh FOLDER_OF_PYTHON
set -e
bin=$(cd "$1" && pwd)
if ! command -v xgettext >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ]; then
        echo "Checking translations needs gettext: sudo apt-get install gettext"
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gettext >/dev/null
fi
catalogue=locale/es/LC_MESSAGES/django.po
kept=$(mktemp)
cp "$catalogue" "$kept"
"$bin/python" manage.py makemessages -l es --add-location=file --no-wrap --ignore=.venv --ignore=var -v0
status=0
msgattrib --no-obsolete --untranslated "$catalogue" | grep '^msgid' && status=1
msgattrib --no-obsolete --only-fuzzy "$catalogue" | grep '^msgid' && status=1
msgfmt --check --output-file=/dev/null "$catalogue" || status=1
cp "$kept" "$catalogue"
rm "$kept"
[ $status = 0 ] && echo "Spanish is complete." || echo "The strings above have no Spanish: run 'make messages' and write it."
exit $status
