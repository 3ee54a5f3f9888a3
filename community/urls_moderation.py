"""Reports, decisions and appeals, at /moderacion/."""

from django.urls import path

from community.views import moderation, reporting

app_name = "moderation"
urlpatterns = [
    path("", moderation.queue, name="queue"),
    path("decidir/", moderation.decide, name="decide"),
    path("decisiones/<int:pk>/", reporting.decision, name="decision"),
    path("decisiones/<int:pk>/responder/", moderation.answer, name="answer"),
    path("informar/<slug:word>/<int:pk>/", reporting.report, name="report"),
    path("suspension/", reporting.suspension, name="suspension"),
]
