"""What a network answers itself, before the pages do. Under /redes/."""

from django.urls import path

from networks import views

app_name = "networks"
urlpatterns = [
    path("descargas/<int:pk>/", views.download, name="download"),
    path("<slug:slug>/miembros/", views.members, name="members"),
    path("<slug:slug>/unirse/", views.join, name="join"),
    path("<slug:slug>/salir/", views.leave, name="leave"),
]
