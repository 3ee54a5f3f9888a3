"""Accounts, at /cuenta/. The names are allauth's, the words of the addresses ours."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as application_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.usersessions import views as session_views
from django.urls import path, re_path

from community.views import account, addresses, affiliations, mail_preferences, my_data, people

urlpatterns = [
    path("", account.overview, name="account_overview"),
    path("perfil/", account.edit_profile, name="account_profile"),
    path("organizaciones/", affiliations.own, name="account_affiliations"),
    path("perfil/vista/", people.preview, name="account_preview"),
    path("preferencias/", account.preferences, name="account_preferences"),
    path("condiciones/", account.accept_texts, name="account_texts"),
    path("avisos/", mail_preferences.mail_preferences, name="mail_preferences"),
    path("avisos/otra-vez/", mail_preferences.trust_address, name="trust_address"),
    path("avisos/dejar/<str:token>/", mail_preferences.leave_mails, name="leave_mails"),
    path("mis-datos/", my_data.my_data, name="account_data"),
    path("mis-datos/pedir/", my_data.ask, name="account_ask_archive"),
    path("mis-datos/<uuid:key>/", my_data.archive, name="account_archive"),
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
    path("correo/autorizar/<uuid:key>/", addresses.approve_address, name="account_approve_address"),
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
    path("sesiones/", session_views.list_usersessions, name="usersessions_list"),
    path("segundo-paso/", factor_views.index, name="mfa_index"),
    path("segundo-paso/entrar/", factor_views.authenticate, name="mfa_authenticate"),
    path("segundo-paso/confirmar/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("segundo-paso/aplicacion/", application_views.activate_totp, name="mfa_activate_totp"),
    path(
        "segundo-paso/aplicacion/quitar/",
        application_views.deactivate_totp,
        name="mfa_deactivate_totp",
    ),
    path(
        "segundo-paso/codigos/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "segundo-paso/codigos/nuevos/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "segundo-paso/codigos/descargar/",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("llaves/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("llaves/nueva/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("llaves/entrar/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path(
        "llaves/confirmar/",
        passkey_views.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("llaves/<int:pk>/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("llaves/<int:pk>/quitar/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
]
