"""Cases: the library, the workspace of authors, the desk of the team. Under /experiencias/."""

from django.urls import path

from knowledge.views import asking, authors, documents, library, review, sending, workspace

app_name = "cases"
urlpatterns = [
    path("", library.case_list, name="list"),
    path("nueva/", workspace.new_case, name="new"),
    path("cola/", review.queue, name="queue"),
    path("cola/solicitudes/<int:pk>/", review.answer_request, name="answer"),
    path("invitaciones/<str:token>/", authors.invitation, name="invitation"),
    path("<slug:reference>/", library.case, name="case"),
    path("<slug:reference>/v/<int:number>/", library.version, name="version"),
    path("<slug:reference>/solicitar/", asking.ask, name="request"),
    path("<slug:reference>/solicitar/recibida/", asking.received, name="request_received"),
    path("<slug:reference>/editar/", workspace.edit, name="edit"),
    path("<slug:reference>/editar/presencia/", authors.who_is_here, name="who_is_here"),
    path("<slug:reference>/editar/quienes/", authors.people, name="people"),
    path("<slug:reference>/editar/quienes/dejar/", authors.leave, name="author_leave"),
    path("<slug:reference>/editar/quienes/<int:pk>/", authors.change, name="author_change"),
    path("<slug:reference>/editar/quienes/<int:pk>/quitar/", authors.remove, name="author_remove"),
    path("<slug:reference>/editar/creditos/nuevo/", authors.credit, name="credit_new"),
    path("<slug:reference>/editar/creditos/yo/", authors.credit_me, name="credit_me"),
    path("<slug:reference>/editar/creditos/<uuid:key>/", authors.credit, name="credit"),
    path(
        "<slug:reference>/editar/creditos/<uuid:key>/mover/",
        authors.move_credit,
        name="credit_move",
    ),
    path(
        "<slug:reference>/editar/creditos/<uuid:key>/quitar/",
        authors.drop_credit,
        name="credit_drop",
    ),
    path("<slug:reference>/editar/documentos/", documents.documents, name="documents"),
    path("<slug:reference>/editar/documentos/nuevo/", documents.document, name="document_new"),
    path("<slug:reference>/editar/documentos/<uuid:key>/", documents.document, name="document"),
    path(
        "<slug:reference>/editar/documentos/<uuid:key>/mover/",
        documents.move_document,
        name="document_move",
    ),
    path(
        "<slug:reference>/editar/documentos/<uuid:key>/quitar/",
        documents.drop_document,
        name="document_drop",
    ),
    path("<slug:reference>/archivos/", documents.begin, name="upload_begin"),
    path("<slug:reference>/archivos/<uuid:key>/", documents.upload, name="upload"),
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
