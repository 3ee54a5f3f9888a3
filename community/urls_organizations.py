"""Organizations, at /organizaciones/, and what people do about working in them."""

from django.urls import path

from community.views import affiliations, invitations, organizations

app_name = "organizations"
urlpatterns = [
    path("", organizations.organizations, name="list"),
    path("por-confirmar/", affiliations.waiting, name="waiting"),
    path("vinculos/<int:pk>/correo/", affiliations.send_proof, name="send_proof"),
    path("vinculos/<int:pk>/pedir/", affiliations.ask, name="ask"),
    path("vinculos/<int:pk>/confirmar/", affiliations.confirm, name="confirm"),
    path("vinculos/<int:pk>/terminar/", affiliations.end, name="end"),
    path("vinculos/<int:pk>/traspasar/", affiliations.hand_over, name="hand_over"),
    path("vinculos/<int:pk>/sigo/", affiliations.still_there, name="still_there"),
    path("correo/<str:token>/", affiliations.prove, name="prove"),
    path("invitaciones/<int:pk>/retirar/", invitations.withdraw, name="withdraw"),
    path("invitaciones/<str:token>/", invitations.invitation, name="invitation"),
    path("<slug:slug>/", organizations.organization, name="organization"),
    path("<slug:slug>/editar/", organizations.edit, name="edit"),
    path("<slug:slug>/invitar/", invitations.invite, name="invite"),
]
