"""The whole address space on one screen. Apps are named, never imported."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.urls import serve_pattern

from community.views.health import healthz, readyz
from community.views.pages import serve

mail_reader = [path("correo/", include("community.urls_mail"))]

urlpatterns = [
    path("admin/", include("community.urls_admin")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("community.urls_files")),
    path("", include("community.urls_machines")),
    *i18n_patterns(
        path("cuenta/", include("community.urls_accounts")),
        path("municipios/", include("territories.urls")),
        path("municipios/", include("knowledge.urls_places")),
        path("buscar/", include("search.urls")),
        path("experiencias/", include("knowledge.urls")),
        path("soluciones/", include("knowledge.urls_solutions")),
        path("replicas/", include("knowledge.urls_transfers")),
        path("necesidades/", include("knowledge.urls_needs")),
        path("redes/", include("knowledge.urls_networks")),
        path("redes/", include("networks.urls")),
        path("eventos/", include("networks.urls_events")),
        path("comentarios/", include("community.urls_conversation")),
        path("organizaciones/", include("community.urls_organizations")),
        path("seguir/", include("community.urls_following")),
        path("moderacion/", include("community.urls_moderation")),
        path("", include("community.urls_people")),
        *(mail_reader if settings.MAIL_IS_READABLE_ON_SITE else []),
        # Of Wagtail's own addresses the pages alone: its second sign-in form counts no attempts.
        re_path(serve_pattern, serve, name="wagtail_serve"),
        prefix_default_language=False,
    ),
]
