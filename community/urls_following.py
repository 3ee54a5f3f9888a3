"""Following things, at /seguir/."""

from django.urls import path

from community.views import following

app_name = "following"
urlpatterns = [
    path("tema/", following.follow_theme, name="theme"),
    path("busqueda/", following.save_search, name="search"),
    path("dejar/<int:pk>/", following.stop, name="stop"),
    path("<slug:kind>/<int:pk>/", following.follow, name="follow"),
    path("<slug:kind>/<int:pk>/dejar/", following.unfollow, name="unfollow"),
]
