#!/bin/sh
# Spanish and Portuguese are complete: every string of the sources is in both catalogues, none is empty or fuzzy.
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
kept=$(mktemp -d)
for language in es pt; do
    cp "locale/$language/LC_MESSAGES/django.po" "$kept/$language.po"
done
"$bin/python" manage.py makemessages -l es -l pt --add-location=file --no-wrap --ignore=.venv --ignore=var -v0
status=0
for language in es pt; do
    catalogue=locale/$language/LC_MESSAGES/django.po
    lacking=0
    msgattrib --no-obsolete --untranslated "$catalogue" | grep '^msgid' && lacking=1
    msgattrib --no-obsolete --only-fuzzy "$catalogue" | grep '^msgid' && lacking=1
    msgfmt --check --output-file=/dev/null "$catalogue" || lacking=1
    cp "$kept/$language.po" "$catalogue"
    if [ $lacking != 0 ]; then
        echo "The strings above lack their text in $catalogue: run 'make messages' and write it."
        status=1
    fi
done
rm -r "$kept"
[ $status != 0 ] || echo "Spanish and Portuguese are complete."
exit $status
