"""How an official tells a case in the browser, and the team decides on it."""

import re

TITLE = "Los puestos separan sus restos y el vivero los vuelve abono"


def go_on(page, onto):
    page.click("main button[name=next]")
    page.wait_for_url(f"**{onto}")


def tell(page, title=TITLE, network="", meanwhile=None):
    """The five sections that are needed, and the sending; returns the code.

    `meanwhile` is called where the problem is told, with all that was typed there.
    """
    page.goto("/experiencias/nueva/")
    page.fill("#id_title", title)
    page.fill("#id_summary", "Menos basura al relleno y abono para quien cultiva.")
    page.check("#id_record_kind_0")
    page.select_option("#id_theme_1", index=1)
    if network:
        page.click("details.later summary")
        page.check(f"label:has-text('{network}') input")
    go_on(page, "/cuando-y-donde/")
    page.check("#id_stage_3")
    page.fill("#id_start_year", "2021")
    page.check("#id_recurrence_1")
    page.check("#id_scope_2")
    go_on(page, "/problema/")
    page.fill("#id_problem", "Todo iba al relleno.\n\n- siete de cada diez kilos eran restos")
    page.fill("#id_objectives", "Que la mitad no llegara al relleno.")
    if meanwhile:
        meanwhile()
    go_on(page, "/solucion/")
    page.fill("#id_solution", "Acordamos una **prueba** con veinte puestos.")
    page.check("#id_target_groups_0")
    go_on(page, "/medios/")
    page.check("#id_cost_band_1")
    go_on(page, "/enviar/")
    page.check("#id_licence")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/editar/")
    return re.search(r"[A-Z]{2}-\d{4}-\d{4}", page.inner_text("main"))[0]


def answer(page, address, **values):
    """Open a form, answer and save it: a text, True for the first choice, a list for those values.

    Of a list to choose from, any text takes the first thing there is.
    """
    page.goto(address)
    for name, value in values.items():
        field = page.locator(f"main form.notebook [name='{name}']")
        if isinstance(value, list):
            for each in value:
                page.check(f"main form.notebook [name='{name}'][value='{each}']")
        elif value is True:
            field.first.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(index=1)
        else:
            field.fill(value)
    page.click("main form.notebook .foot button:not([name])")
    page.wait_for_load_state()
    assert not page.locator(".error-summary").count(), page.inner_text(".error-summary")


def act(page, code, act, **fields):
    """What the knowledge team decides on a case."""
    page.goto(f"/experiencias/{code}/")
    form = page.locator(f"form[action$='/{code}/{act}/']")
    page.locator("details", has=form).locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f"[name$={name}]")
        field.check() if value is True else field.fill(value)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()
    assert not page.locator(".error-summary").count(), page.inner_text(".error-summary")
