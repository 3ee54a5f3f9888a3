"""Transfers: what a municipality repeats of another one's experience. Under /replicas/."""

from django.urls import path

from knowledge.views import (
    peer_visits,
    replication,
    transfers,
    transfers_beginning,
    transfers_board,
    transfers_following,
    transfers_planning,
    transfers_steering,
)

app_name = "transfers"
urlpatterns = [
    path("<int:pk>/", transfers.transfer, name="transfer"),
    path("<int:pk>/historia/", transfers.history, name="history"),
    path("<int:pk>/origen/", transfers_beginning.origin, name="origin"),
    path("<int:pk>/encaja/", transfers_planning.step, {"name": "fit"}, name="fit"),
    path("<int:pk>/cambios/", transfers_planning.step, {"name": "changes"}, name="changes"),
    path("<int:pk>/plan/", transfers_planning.step, {"name": "plan"}, name="plan"),
    path("<int:pk>/plan/calendario/", transfers_planning.calendar, name="calendar"),
    path("<int:pk>/etapa/", transfers_steering.stage, name="stage"),
    path("<int:pk>/datos/", transfers_steering.describe, name="describe"),
    path("<int:pk>/equipo/", transfers_steering.team, name="team"),
    path("<int:pk>/version/", transfers_steering.newer_version, name="newer_version"),
    path("<int:pk>/continuar/", transfers_steering.take_over, name="take_over"),
    # --- Following it up ---------------------------------------------------------------
    path("", transfers_board.board, name="board"),
    path("apoyos/", transfers_board.offers, name="offers"),
    path("<int:pk>/seguimiento/", transfers_following.following, name="following"),
    path("<int:pk>/hitos/nuevo/", transfers_following.milestone, name="milestone_new"),
    path("<int:pk>/hitos/<uuid:key>/", transfers_following.milestone, name="milestone"),
    path("<int:pk>/hitos/<uuid:key>/hecho/", transfers_following.finish, name="finish"),
    path("<int:pk>/hitos/<uuid:key>/documentos/", transfers_following.proof, name="proof"),
    path("<int:pk>/documentos/nuevo/", transfers_following.proof, name="proof_new"),
    path("<int:pk>/indicadores/nuevo/", transfers_following.indicator, name="indicator_new"),
    path("<int:pk>/indicadores/del-origen/", transfers_following.inherit, name="inherit"),
    path("<int:pk>/indicadores/<uuid:key>/", transfers_following.indicator, name="indicator"),
    path("<int:pk>/costos/nuevo/", transfers_following.cost, name="cost_new"),
    path("<int:pk>/costos/<uuid:key>/", transfers_following.cost, name="cost"),
    *[
        path(
            f"<int:pk>/{place}/<uuid:key>/quitar/",
            transfers_following.drop,
            {"relation": relation},
            name=f"{relation}_drop",
        )
        for place, relation in (
            ("documentos", "proofs"),
            ("indicadores", "indicators"),
            ("costos", "costs"),
        )
    ],
    path("<int:pk>/visitas/nueva/", peer_visits.ask, name="visit_ask"),
    path("<int:pk>/visitas/<int:number>/", peer_visits.visit, name="visit"),
    path("<int:pk>/visitas/<int:number>/responder/", peer_visits.answer, name="visit_answer"),
    path("<int:pk>/visitas/<int:number>/acordar/", peer_visits.arrange, name="visit_arrange"),
    path("<int:pk>/visitas/<int:number>/cancelar/", peer_visits.cancel, name="visit_cancel"),
    path("<int:pk>/visitas/<int:number>/informe/", peer_visits.report, name="visit_report"),
    path("por-que-se-detienen/", replication.why_they_stop, name="why_they_stop"),
]
