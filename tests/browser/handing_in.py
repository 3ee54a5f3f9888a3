"""A whole record, told and sent by its author: what a case is before it is published.

Not a test: `manage.py shell -c "from tests.browser.handing_in import hand_in; hand_in()"`.
Whoever drives a browser may not use the database in the same process.
"""

from community.models import User
from knowledge import actions
from knowledge.demo.cases import register

TITLE = "La cuadrilla repara primero las fugas del barrio que más agua pierde"
TEXT = "Lo cuenta la cuadrilla de agua, con su libreta de lecturas en la mano."
NARRATIVE = (
    "context priorities_decision novelty process participation results analysis failures"
    " sustainability_financial sustainability_institutional sustainability_social"
    " sustainability_environmental inclusion legal_basis transferability_note"
)
TOLD = {
    **dict.fromkeys(NARRATIVE.split(), TEXT),
    "author": "ines-paredal@demo.example",
    "municipality": {"country": "XA", "state": "Llanos del Tordo", "name": "San Evelio"},
    "title": TITLE,
    "summary": "Con seis medidores se supo qué barrio perdía más agua y se empezó por ahí.",
    "record_kind": "good_practice",
    "stage": "evaluated",
    "validity_status": "current",
    "start_year": 2021,
    "is_ongoing": True,
    "time_limited": "repeated",
    "scope": "municipality",
    "themes": ["agua-y-saneamiento"],
    "networks": [],
    "target_groups": ["toda-la-poblacion"],
    "problem": "De cada cien litros que salían del tanque se perdían cincuenta y dos en fugas.",
    "objectives": "Perder menos de treinta y cinco de cada cien litros en tres años.",
    "solution": "Un medidor por barrio, una lectura por semana y la cuadrilla donde más se pierde.",
    "sdgs": [6, 11],
    "innovation_types": ["process"],
    "population": 38_400,
    "population_year": 2022,
    "snapshot_source": "Censo de Altazara de 2022",
    "cost_band": "5k_20k",
    "cost_lines": [
        {
            "concept": "Seis medidores de barrio",
            "kind": "investment",
            "amount": 11_400,
            "currency": "USD",
            "year": 2022,
            "funds": "own",
        }
    ],
    "funding_sources": [{"source": "own", "percent": 100}],
    "staff_months": 9,
    "staff_profile": ["own"],
    "months_to_first_result": 4,
    "months_to_implement": 12,
    "complexity": 2,
    "technologies": [{"name": "Medidor de chorro múltiple", "licence": "none"}],
    "legal_instruments": [{"kind": "ordinance", "title": "Reglamento del agua", "year": 2021}],
    "in_plan_and_budget": "yes",
    "enabling_conditions": [
        {"condition": "datos", "weight": "indispensable", "note": "Una lectura por semana."},
        {"condition": "mandato-politico", "weight": "important"},
    ],
    "core_components": [
        {
            "name": "Un medidor a la entrada de cada barrio",
            "adaptability": "fixed",
            "why": "Sin él nadie sabe por dónde empezar.",
        },
        {"name": "La cuadrilla sale los lunes", "adaptability": "adaptable"},
    ],
    "steps": [{"what": "Instalar los medidores"}, {"what": "Leerlos cada semana"}],
    "support_offered": ["answers", "call"],
    "prior_inspiration": "Una cuadrilla de la capital que hacía lo mismo por sectores.",
    "indicators": [
        {
            "name": "Agua que se pierde",
            "unit": "%",
            "direction": "down",
            "baseline": 52,
            "baseline_year": 2021,
            "result": 31,
            "result_year": 2024,
            "source": "Lecturas semanales de la oficina de agua",
            "method": "records",
        }
    ],
    "lessons": [
        {"kind": "do", "text": "Empiece por un barrio y publique lo que mide."},
        {"kind": "avoid", "text": "No compre medidores sin probar uno en la temporada de lluvia."},
        {"kind": "care", "text": "Cuide que quien lee sea siempre la misma persona."},
    ],
}


def hand_in():
    """As its author does on the site."""
    author = User.objects.get(email=TOLD["author"])
    actions.send(register(TOLD, author), author)
