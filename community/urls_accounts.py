"""Accounts, at /cuenta/. The names are allauth's, the words of the addresses ours."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from community.views import account, mail_preferences

urlpatterns = [
    path("", account.overview, name="account_overview"),
    path("perfil/", account.edit_profile, name="account_profile"),
    path("condiciones/", account.accept_texts, name="account_texts"),
    path("avisos/", mail_preferences.mail_preferences, name="mail_preferences"),
    path("avisos/otra-vez/", mail_preferences.trust_address, name="trust_address"),
    path("avisos/dejar/<str:token>/", mail_preferences.leave_mails, name="leave_mails"),
    path("cerrar/", account.close, name="account_close"),
    path("entrar/", allauth_views.login, name="account_login"),
    path("salir/", allauth_views.logout, name="account_logout"),
    path("crear/", allauth_views.signup, name="account_signup"),
    path("cerrada/", allauth_views.account_inactive, name="account_inactive"),
    path("confirmar-identidad/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("correo/", allauth_views.email, name="account_email"),
    path(
        "correo/confirmar/",
        allauth_views.email_verification_sent,
        name="account_email_verification_sent",
    ),
    re_path(
        r"^correo/confirmar/(?P<key>[-:\w]+)/$",
        allauth_views.confirm_email,
        name="account_confirm_email",
    ),
    path("clave/", allauth_views.password_change, name="account_change_password"),
    path("clave/nueva/", allauth_views.password_set, name="account_set_password"),
    path("clave/recuperar/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "clave/recuperar/enviado/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^clave/recuperar/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "clave/recuperar/lista/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
