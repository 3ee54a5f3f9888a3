"""Transfers: what a municipality repeats of another one's experience. Under /replicas/."""

from django.urls import path

from knowledge.views import (
    transfers,
    transfers_beginning,
    transfers_planning,
    transfers_steering,
)

app_name = "transfers"
urlpatterns = [
    path("<int:pk>/", transfers.transfer, name="transfer"),
    path("<int:pk>/origen/", transfers_beginning.origin, name="origin"),
    path("<int:pk>/encaja/", transfers_planning.step, {"name": "fit"}, name="fit"),
    path("<int:pk>/cambios/", transfers_planning.step, {"name": "changes"}, name="changes"),
    path("<int:pk>/plan/", transfers_planning.step, {"name": "plan"}, name="plan"),
    path("<int:pk>/plan/calendario/", transfers_planning.calendar, name="calendar"),
    path("<int:pk>/etapa/", transfers_steering.stage, name="stage"),
    path("<int:pk>/datos/", transfers_steering.describe, name="describe"),
    path("<int:pk>/equipo/", transfers_steering.team, name="team"),
    path("<int:pk>/continuar/", transfers_steering.take_over, name="take_over"),
]
