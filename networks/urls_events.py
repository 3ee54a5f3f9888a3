"""What an event answers beside its page: registration, lists, calendars. Under /eventos/."""

from django.urls import path

from networks.views import calendars, certificates, event_people, events

app_name = "events"
urlpatterns = [
    path("calendario.ics", calendars.everybody, name="calendar"),
    path("mi-calendario/", calendars.mine, name="my_calendar"),
    path("mi-calendario/renovar/", calendars.renew, name="renew_calendar"),
    path("mi-calendario/<str:token>.ics", calendars.personal, name="personal_calendar"),
    path("inscripciones/<str:token>/", events.guest, name="guest"),
    path(
        "inscripciones/<str:token>/certificado.pdf",
        certificates.of_guest,
        name="guest_certificate",
    ),
    path("certificados/<uuid:key>/", certificates.certificate, name="certificate"),
    path("<int:pk>/evento.ics", calendars.one, name="entry"),
    path("<int:pk>/inscripcion/", events.register, name="register"),
    path("<int:pk>/inscripcion/anular/", events.cancel, name="cancel"),
    path("<int:pk>/certificado.pdf", certificates.own, name="own_certificate"),
    path("<int:pk>/lista/", event_people.people, name="people"),
    path("<int:pk>/lista.csv", event_people.table, name="table"),
    path("<int:pk>/lista/asistencia/", event_people.attendance, name="attendance"),
    path("<int:pk>/lista/<int:number>/quitar/", event_people.take_off, name="take_off"),
    path("<int:pk>/suspender/", event_people.call_off, name="call_off"),
    path("<int:pk>/retomar/", event_people.take_up_again, name="take_up_again"),
]
