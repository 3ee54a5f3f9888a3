"""What a network answers itself, before the pages do. Under /redes/."""

from django.urls import path

from networks import views
from networks.views import topics

app_name = "networks"
urlpatterns = [
    path("descargas/<int:pk>/", views.download, name="download"),
    path("<slug:slug>/miembros/", views.members, name="members"),
    path("<slug:slug>/unirse/", views.join, name="join"),
    path("<slug:slug>/salir/", views.leave, name="leave"),
    path("<slug:slug>/conversaciones/", topics.topics, name="topics"),
    path("<slug:slug>/conversaciones/nueva/", topics.new, name="new_topic"),
    path("<slug:slug>/conversaciones/<int:pk>/", topics.topic, name="topic"),
    path("<slug:slug>/conversaciones/<int:pk>/editar/", topics.edit, name="edit_topic"),
    path("<slug:slug>/conversaciones/<int:pk>/conducir/", topics.steer, name="steer_topic"),
    path("<slug:slug>/conversaciones/<int:pk>/respuesta/", topics.accept, name="accept_answer"),
]
