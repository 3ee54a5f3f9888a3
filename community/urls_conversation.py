"""Comments, at /comentarios/."""

from django.urls import path

from community.views import conversation

app_name = "conversation"
urlpatterns = [
    path("nuevo/<slug:kind>/<int:pk>/", conversation.new, name="new"),
    path("personas/", conversation.people_to_mention, name="people_to_mention"),
    path("<int:pk>/", conversation.place, name="place"),
    path("<int:pk>/responder/", conversation.reply, name="reply"),
    path("<int:pk>/sirve/", conversation.useful, name="useful"),
    path("<int:pk>/editar/", conversation.edit, name="edit"),
    path("<int:pk>/historial/", conversation.history, name="history"),
    path("<int:pk>/eliminar/", conversation.delete, name="delete"),
    path("<int:pk>/recuperar/", conversation.restore, name="restore"),
    path("<int:pk>/ocultar/", conversation.hide, name="hide"),
    path("<int:pk>/mostrar/", conversation.show, name="show"),
]
