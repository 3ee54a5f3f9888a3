"""Words of municipal work are the same in singular and plural, with and without accents."""

import pytest

from search.analysis import asked_for, beginnings_of, fold, stem, terms_of, words_of

NOUNS = """
innovación innovaciones · municipal municipales · residuo residuos · sólido sólidos
participación participaciones · ciudadana ciudadanas · gestión gestiones · agua aguas
ciudad ciudades · mujer mujeres · luz luces · gobierno gobiernos · año años · árbol árboles
calle calles · parque parques · plan planes · ley leyes · red redes · país países · mes meses
interés intereses · autobús autobuses · menú menús · nube nubes · base bases · enlace enlaces
avance avances · vez veces · juez jueces · joven jóvenes · nivel niveles · alcalde alcaldes
alcaldía alcaldías · alcaldesa alcaldesas · comunidad comunidades · presupuesto presupuestos
mercado mercados · vivienda viviendas · transporte transportes · inversión inversiones
tecnología tecnologías · metodología metodologías · barrio barrios · vecino vecinos · niño niños
escuela escuelas · hospital hospitales · acueducto acueductos · drenaje drenajes · río ríos
puente puentes · biblioteca bibliotecas · catastro catastros · impuesto impuestos
licencia licencias · ordenanza ordenanzas · reglamento reglamentos · concejal concejales
funcionario funcionarios · trámite trámites · ventanilla ventanillas · indicador indicadores
evaluación evaluaciones · capacitación capacitaciones · taller talleres · huerto huertos
basura basuras · vertedero vertederos · riesgo riesgos · inundación inundaciones
discapacidad discapacidades · mayor mayores · género géneros · cámara cámaras
bicicleta bicicletas · ciclovía ciclovías · peatón peatones · semáforo semáforos · tren trenes
estación estaciones · cable cables · asociación asociaciones · mancomunidad mancomunidades
indígena indígenas · maíz maíces · pez peces · lombriz lombrices · raíz raíces · cruz cruces
"""
PAIRS = [pair.split() for line in NOUNS.split("\n") for pair in line.split("·") if pair.strip()]


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_a_noun_is_one_term_in_all_its_forms(one, many):
    assert len({stem(one), stem(many), stem(fold(one)), stem(fold(many))}) == 1


def test_the_table_is_not_small():
    assert len(PAIRS) >= 60


def test_different_nouns_stay_different():
    """Two words may share a root; that should be rare."""
    shared = len(PAIRS) - len({stem(one) for one, _ in PAIRS})

    assert shared <= 2


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("innovaciones municipales", "Innovación municipal"),
        ("residuo solido", "Residuos sólidos"),
        ("participacion ciudadana", "PARTICIPACIÓN CIUDADANA"),
        ("gestión de residuos", "gestion de residuo"),
    ],
)
def test_pairs_that_must_find_the_same(asked, written):
    assert terms_of(asked) == terms_of(written)


def test_an_answer_need_not_contain_stop_words():
    assert asked_for(words_of("la gestión de los residuos")) == ["gestión", "residuos"]


def test_a_question_of_stop_words_alone_is_asked_as_it_is():
    assert asked_for(words_of("de la")) == ["de", "la"]


def test_letters_and_accents_may_come_apart():
    assert terms_of("participacio\u0301n") == terms_of("participación")


def test_beginnings_complete_a_word_without_its_accents():
    assert {"g", "ges", "gestion"} <= beginnings_of("Gestión")


@pytest.mark.parametrize("text", ["", "¿?", "\x00", "\ud83d", "😀", "___", "----"])
def test_what_is_no_word_is_no_term(text):
    assert terms_of(text) == []


def test_a_word_nobody_would_type_is_cut():
    assert len(words_of("x" * 10_000)[0]) == 40
