"""Cases: the library, the workspace of authors, the desk of the team. Under /experiencias/."""

from django.urls import include, path

from knowledge.views import asking, library, review, sending, workspace

app_name = "cases"
urlpatterns = [
    path("", library.case_list, name="list"),
    path("nueva/", workspace.new_case, name="new"),
    path("cola/", review.queue, name="queue"),
    path("cola/solicitudes/<int:pk>/", review.answer_request, name="answer"),
    path("<slug:reference>/", library.case, name="case"),
    path("<slug:reference>/v/<int:number>/", library.version, name="version"),
    path("<slug:reference>/solicitar/", asking.ask, name="request"),
    path("<slug:reference>/solicitar/recibida/", asking.received, name="request_received"),
    path("<slug:reference>/editar/", workspace.edit, name="edit"),
    path("<slug:reference>/editar/<slug:section>/", workspace.section, name="section"),
    path("<slug:reference>/sistematizacion/", include("knowledge.urls_systematization")),
    path("<slug:reference>/enviar/", sending.send, name="send"),
    path("<slug:reference>/eliminar/", sending.discard, name="discard"),
    path("<slug:reference>/devolver/", review.return_case, name="return"),
    path("<slug:reference>/publicar/", review.publish, name="publish"),
    path("<slug:reference>/programar/", review.schedule, name="schedule"),
    path("<slug:reference>/desprogramar/", review.unschedule, name="unschedule"),
    path("<slug:reference>/confirmar/", review.confirm, name="confirm"),
    path("<slug:reference>/retirar/", review.unpublish, name="unpublish"),
]
