"""Solutions by their number: what stays the same wherever the page is moved. Under /soluciones/."""

from django.urls import path

from knowledge.views import endorsing, solutions, usefulness

app_name = "solutions"
urlpatterns = [
    path("<int:pk>/", solutions.solution, name="solution"),
    path("<int:pk>/ficha.pdf", solutions.sheet, name="sheet"),
    *[
        path(
            f"<int:pk>/normas/<uuid:key>.{suffix}",
            solutions.legal_text,
            {"suffix": suffix},
            name=f"legal_text_{suffix}",
        )
        for suffix in ("docx", "txt")
    ],
    path("<int:pk>/revisada/", solutions.looked_at, name="looked_at"),
    path("<int:pk>/redes/", endorsing.solution, name="networks"),
    path("<int:pk>/le-sirvio/", usefulness.of_solution, name="useful"),
]
