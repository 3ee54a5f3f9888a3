"""Cases: the library, the workspace of authors, the desk of the team. Under /experiencias/."""

from django.urls import path

from knowledge.views import asking, comparing, library, parts, review, sending, versions, workspace

app_name = "cases"
urlpatterns = [
    path("", library.case_list, name="list"),
    path("nueva/", workspace.new_case, name="new"),
    path("comparar/", comparing.compare, name="compare"),
    path("cola/", review.queue, name="queue"),
    path("cola/solicitudes/<int:pk>/", review.answer_request, name="answer"),
    path("<slug:reference>/", library.case, name="case"),
    path("<slug:reference>/ver/<slug:slug>/", parts.part, name="part"),
    path("<slug:reference>/norma/<uuid:key>/", parts.instrument, name="instrument"),
    path("<slug:reference>/versiones/comparar/", versions.changes, name="changes"),
    path("<slug:reference>/versiones/<int:number>/", versions.in_words, name="version_in_words"),
    path("<slug:reference>/v/<int:number>/", versions.version, name="version"),
    path("<slug:reference>/v/<int:number>/ver/<slug:slug>/", parts.part, name="version_part"),
    path(
        "<slug:reference>/v/<int:number>/norma/<uuid:key>/",
        parts.instrument,
        name="version_instrument",
    ),
    path("<slug:reference>/solicitar/", asking.ask, name="request"),
    path("<slug:reference>/solicitar/recibida/", asking.received, name="request_received"),
    path("<slug:reference>/editar/", workspace.edit, name="edit"),
    path("<slug:reference>/editar/<slug:section>/", workspace.section, name="section"),
    path("<slug:reference>/enviar/", sending.send, name="send"),
    path("<slug:reference>/eliminar/", sending.discard, name="discard"),
    path("<slug:reference>/devolver/", review.return_case, name="return"),
    path("<slug:reference>/publicar/", review.publish, name="publish"),
    path("<slug:reference>/programar/", review.schedule, name="schedule"),
    path("<slug:reference>/desprogramar/", review.unschedule, name="unschedule"),
    path("<slug:reference>/confirmar/", review.confirm, name="confirm"),
    path("<slug:reference>/retirar/", review.unpublish, name="unpublish"),
]
