"""The cases of a network. Under /redes/."""

from django.urls import path

from knowledge.views import library

urlpatterns = [
    path("<slug:slug>/experiencias/", library.network_cases, name="network_cases"),
]
