"""Costs in dollars and for each inhabitant, and by which rate."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from knowledge.models import CostLine, ExchangeRate
from knowledge.money import Rates, budget_of, costs_of

pytestmark = pytest.mark.django_db
HEAD = "currency,year,per_dollar,source,retrieved_on\n"


def line(amount, currency="COP", year=2019, kind="investment"):
    return CostLine(concept="Bins", amount=Decimal(amount), currency=currency, year=year, kind=kind)


def test_a_cost_is_told_in_dollars_of_its_year_with_the_rate_it_used(draft):
    draft.cost_lines.set([line("3281622.19"), line("500", "USD", 2026, "operation")])
    draft.population = 2_000

    costs = costs_of(draft, Rates.needed_by(draft))

    assert [(each.kind, each.dollars, each.per_inhabitant) for each in costs.sums] == [
        ("investment", Decimal("1000.00"), Decimal("0.50")),
        ("operation", Decimal("500.00"), Decimal("0.25")),
    ]
    assert costs.unknown == 0
    [rate] = costs.rates
    assert all(words in str(rate) for words in ("COP", "2019", "World Bank", "PA.NUS.FCRF"))


def test_what_no_rate_is_known_for_is_left_as_it_is_and_counted(draft):
    draft.cost_lines.set([line("100", "VES", 2021), line("10", "USD")])

    costs = costs_of(draft, Rates.needed_by(draft))

    assert costs.unknown == 1
    assert costs.lines[0].money.dollars is None
    assert costs.sums[0].dollars == 10
    assert costs.sums[0].per_inhabitant is None


def test_a_version_keeps_the_rates_it_used(draft):
    draft.cost_lines.set([line("3281622.19")])
    kept = Rates.needed_by(draft).to_keep()
    ExchangeRate.objects.all().delete()

    assert costs_of(draft, Rates.kept(kept)).sums[0].dollars == 1000


def test_dollars_need_no_query_and_many_currencies_one(draft, django_assert_num_queries):
    draft.cost_lines.set([line("1", "USD")])
    with django_assert_num_queries(0):
        Rates.needed_by(draft)
    draft.cost_lines.set([line("1"), line("1", "BRL", 2020), line("1", "PAB", 2021)])
    draft.budget_amount, draft.budget_currency, draft.budget_year = Decimal(10), "PEN", 2022
    with django_assert_num_queries(1):
        rates = Rates.needed_by(draft)
    assert budget_of(draft, rates).dollars == Decimal("2.61")
    assert rates.of("PAB", 2021).per_dollar == 1


def test_rates_come_with_the_site_and_from_files(tmp_path, capsys):
    assert ExchangeRate.objects.filter(currency="BRL").count() == 7
    call_command("load_rates")
    assert "0 rates" in capsys.readouterr().out
    newer = tmp_path / "newer.csv"
    newer.write_text(HEAD + "cop,2024,4071.5,Banco de la República,2025-01-02\n")
    call_command("load_rates", str(newer))
    assert "1 rates" in capsys.readouterr().out
    assert ExchangeRate.objects.get(currency="COP", year=2024).per_dollar == Decimal("4071.5")
    for wrong in (
        "currency,year\nCOP,2024\n",
        HEAD + "COP,2025,1,S,2025-01-02\nCO,2025,1,S,2025-01-02\n",
        HEAD + "COP,2025,0,S,2025-01-02\n",
        HEAD + "COP,2025,1;5,S,2025-01-02\n",
        HEAD + "COP,2025,1,S,31/02/2025\n",
    ):
        newer.write_text(wrong)
        with pytest.raises(CommandError):
            call_command("load_rates", str(newer))
    with pytest.raises(CommandError):
        call_command("load_rates", str(tmp_path / "nowhere.csv"))
    assert not ExchangeRate.objects.filter(year=2025).exists()
