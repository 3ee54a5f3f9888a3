"""What machines ask for, outside the languages."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from community.sitemaps import SITEMAPS
from community.views.machines import robots, security

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security, name="security"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
