"""Needs: what municipalities want to solve. Under /necesidades/."""

from django.urls import path

from knowledge.views import need_answers, needs, unmet_needs

app_name = "needs"
urlpatterns = [
    path("", needs.board, name="board"),
    path("nueva/", needs.new, name="new"),
    path("sin-resolver/", unmet_needs.unmet, name="unmet"),
    path("sin-resolver.csv", unmet_needs.table, name="unmet_csv"),
    path("<int:pk>/", needs.need, name="need"),
    path("<int:pk>/corregir/", needs.edit, name="edit"),
    path("<int:pk>/estado/", needs.state, name="state"),
    path("<int:pk>/responder/", need_answers.answer, name="answer"),
    path("<int:pk>/respuestas/<int:number>/", need_answers.reply, name="reply"),
    path("<int:pk>/propuestas/<int:number>/", need_answers.set_aside, name="set_aside"),
]
