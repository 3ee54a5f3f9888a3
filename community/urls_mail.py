"""The mails this installation would have sent, at /correo/. Only where somebody tries the site."""

from django.urls import path, re_path

from community.views import mail

urlpatterns = [
    path("", mail.mailbox, name="mailbox"),
    re_path(r"^(?P<name>\d{8}-\d{6}-\d+)/$", mail.letter, name="letter"),
    re_path(
        r"^(?P<name>\d{8}-\d{6}-\d+)/(?P<number>\d{1,4})/$", mail.drawn_letter, name="drawn_letter"
    ),
]
