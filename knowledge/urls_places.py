"""What is worked out about municipalities: their peers and their figures. Under /municipios/."""

from django.urls import path

from knowledge.views import places

app_name = "places"
urlpatterns = [
    path("<country:country>/<str:code>/parecidos/", places.alike, name="alike"),
    path("<country:country>/<str:code>/cifras/", places.figures, name="figures"),
    path("<country:country>/<str:code>/cifras/<int:pk>/poner/", places.show, name="put_back"),
    path("<country:country>/<str:code>/cifras/<slug:kind>/", places.figure, name="figure"),
]
