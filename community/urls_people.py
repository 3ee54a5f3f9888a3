"""People, at /personas/, and one's own space, at /mi-espacio/."""

from django.urls import path

from community.views import following, messages, people, space

app_name = "community"
urlpatterns = [
    path("personas/", people.people, name="people"),
    path("personas/<slug:handle>/", people.profile, name="profile"),
    path("personas/<slug:handle>/escribir/", messages.write, name="write"),
    path("mi-espacio/", space.my_space, name="my_space"),
    path("mi-espacio/sigo/", following.following, name="following"),
    path("mi-espacio/avisos/", space.notices, name="notices"),
    path("mi-espacio/avisos/leidos/", space.read_notices, name="read_notices"),
    path("mi-espacio/avisos/<int:pk>/", space.open_notice, name="notice"),
]
