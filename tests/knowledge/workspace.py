"""The workspace as a browser meets it, in English, the language of the sources."""

import html
import re

from knowledge.models import Case

ROOT = "/en/experiencias/"


def at(case, *parts):
    """An address of the workspace: at(case, "editar", "problema")."""
    return ROOT + "".join(f"{part}/" for part in (case.reference, *parts))


def words(response):
    """What a person reads on the page, on one line."""
    body = response.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def seen_in(response):
    return re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]


def filled(response, **changes):
    """The form of a section as a browser would send it back, with some answers changed."""
    form = response.context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if hasattr(value, "text"):
            data |= {bound.html_name: value.text, f"{bound.html_name}_code": value.key}
        elif value is not None:
            data[bound.html_name] = value
    for rows in form.row_sets:
        for part in (rows.management_form, *rows.forms):
            data |= values_of(part)
    body = response.content.decode()
    page = re.search(r'name="page" value="([\w-]+)"', body)
    if page:
        data["page"] = page[1]
    if windows := re.findall(r'name="filas" value="([\w-]+)"', body):
        data["filas"] = windows
    return {**data, "seen": seen_in(response), **changes}


def values_of(form):
    """Of every answer what is sent; of a box without a tick, nothing."""
    values = {}
    for bound in form:
        value = bound.value()
        if hasattr(value, "text"):
            values |= {bound.html_name: value.text, f"{bound.html_name}_code": value.key}
        else:
            values[bound.html_name] = value
    return {name: value for name, value in values.items() if not (value is None or value is False)}


def save(client, case, section, **changes):
    """Open a section, change some answers and save it."""
    address = at(case, "editar", section)
    return client.post(address, filled(client.get(address), **changes))


def newest(case):
    return Case.objects.get(pk=case.pk).draft()


def row(relation, number, **facts):
    """Answers of one row: row("steps", 0, what="Weigh")."""
    return {f"{relation}-{number}-{name}": value for name, value in facts.items()}


def autosave(client, case, section, **changes):
    """What the page sends by itself while one writes."""
    address = at(case, "editar", section)
    data = filled(client.get(address), **changes)
    return client.post(address, data, headers={"HX-Request": "true"})
