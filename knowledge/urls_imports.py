"""The screens of importing experiences, inside the admin."""

from django.urls import path

from knowledge.views import importing

app_name = "import_cases"

urlpatterns = [
    path("", importing.begin, name="begin"),
    path("template.<slug:ending>", importing.template, name="template"),
    path("<int:pk>/", importing.run, name="run"),
    path("<int:pk>/confirm/", importing.confirm, name="confirm"),
    path("<int:pk>/discard/", importing.discard, name="discard"),
    path("<int:pk>/report.<slug:ending>", importing.report, name="report"),
]
