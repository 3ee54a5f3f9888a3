"""The screens of importing, inside the admin."""

from django.urls import path

from blog import views

app_name = "import_articles"

urlpatterns = [
    path("", views.begin, name="begin"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/discard/", views.discard, name="discard"),
]
