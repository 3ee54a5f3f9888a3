"""The workspace of a systematization, under /experiencias/…/sistematizacion/."""

from django.urls import path

from knowledge.views import (
    systematization,
    systematization_carrying,
    systematization_interviews,
)

app_name = "systematization"
urlpatterns = [
    path("", systematization.overview, name="overview"),
    path("llevar/", systematization_carrying.carry, name="carry"),
    path("llevar/<int:pk>/deshacer/", systematization_carrying.put_back, name="put_back"),
    path("entrevistas/", systematization_interviews.interviews, name="interviews"),
    path("entrevistas/nueva/", systematization_interviews.interview, name="interview_new"),
    path("entrevistas/<int:pk>/", systematization_interviews.interview, name="interview"),
    path("entrevistas/<int:pk>/borrar/", systematization_interviews.remove, name="remove"),
    path("<slug:screen>/", systematization.screen, name="screen"),
    path("<slug:screen>/traer/", systematization.take_up, name="take_up"),
]
