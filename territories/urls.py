"""Addresses below /municipios/."""

from django.urls import path, register_converter

from territories import views


class CountryConverter:
    """Two letters of ISO 3166-1, in either case; the view leads to the small ones."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CountryConverter, "country")

app_name = "territories"
urlpatterns = [
    path("", views.index, name="index"),
    path("elegir/", views.choices, name="choices"),
    path("<country:country>/", views.country, name="country"),
    path("<country:country>/<str:code>/", views.territory, name="territory"),
]
