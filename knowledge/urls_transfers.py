"""Transfers: what a municipality repeats of another one's experience. Under /replicas/."""

from django.urls import path

from knowledge.views import transfers

app_name = "transfers"
urlpatterns = [
    path("<int:pk>/", transfers.transfer, name="transfer"),
]
