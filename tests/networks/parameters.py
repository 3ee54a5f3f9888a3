"""What to put for the parameters of addresses, so that all that is of one network is asked for."""

import uuid

from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from community.models import Notification
from community.moderable import moderable_of
from tests.networks.hidden import SOUGHT
from tests.networks.walking import values_for

# What is walked in its own way, or cannot be: the beginning of its name, and why.
ELSEWHERE = {
    "wagtail_serve": "every page of the site is walked by its address",
    "wagtailadmin_login": "stands behind our own door, admin_door",
    "wagtailadmin_logout": "would sign the walker out",
    "wagtailadmin_password_reset": "switched off",
    "wagtailadmin_error_test": "fails on purpose",
    "account_logout": "would sign the walker out",
}
# Its parameters have no names, so that they are filled in where it is walked.
COMPARING = "wagtailadmin_pages:revisions_compare"
# Addresses of one letter.
OF_LETTERS = ("letter", "prepared_letter", "edit_letter", "act_on_letter")
NOBODYS = [uuid.UUID(int=0)]


def table_of(hidden):
    """What stands for each parameter: whatever is of the network, or anything that fits."""
    return {**of_the_site(hidden), **of_pages(hidden), **of_files(hidden), **of_others(hidden)}


def of_the_site(hidden):
    network = hidden.network
    of_case = {"reference": [hidden.case.code], "key": NOBODYS, "pk": [1], "number": [1]}
    comments = [each.pk for each in (hidden.comments[0], *hidden.comments[-2:])]
    things = {
        "conversacion": hidden.topics,
        "comentario": hidden.comments,
        "perfil": [hidden.coordinator],
        "experiencia": [hidden.case],
    }
    things |= {moderable_of(each).word: [each] for each in hidden.entries}
    return {
        "": {"key": [hidden.archive.key], "token": ["algo"], "pk": [1], "slug": [network.slug]},
        "media": {"name": kept_files(hidden)},
        "account": {"key": NOBODYS, "uidb36": ["1"]},
        "territories:": {"country": ["xa"], "code": ["xa-sucre"]},
        "places:": {"country": ["xa"], "code": ["xa-sucre"], "kind": ["poblacion"], "pk": [1]},
        "cases:": {
            **of_case,
            "slug": ["documentos"],
            "section": ["lo-esencial"],
            "screen": ["equipo"],
            "width": [480],
            "name": ["foto.webp"],
        },
        "needs:": {"pk": [1], "number": [0, 1]},
        "transfers:": {"pk": [1], "number": [1], "key": NOBODYS},
        **of_work(hidden),
        "networks:download": {"pk": [page.pk for page in hidden.pages]},
        "conversation:": {"pk": comments},
        "conversation:new": {"*": [{"kind": word, "pk": pk} for word, pk in some_of(things)]},
        "following:follow": {"kind": ["red"], "pk": [network.pk]},
        "following:unfollow": {"kind": ["red"], "pk": [network.pk]},
        "moderation:": {"pk": [act.pk for act in hidden.acts]},
        "moderation:report": {"*": [{"word": word, "pk": pk} for word, pk in some_of(things)]},
        "community:": {
            "handle": [hidden.coordinator.handle, hidden.insider.handle],
            "pk": notices(),
        },
    }


def of_work(hidden):
    """What its coordinators and members do besides publishing."""

    def keys(rows):
        return {"pk": [each.pk for each in rows]}

    return {
        "networks:": {
            "slug": [hidden.network.slug],
            "pk": [each.pk for each in hidden.topics],
            "shape": ["csv", "json"],
        },
        **{f"networks:{name}": keys(hidden.letters) for name in OF_LETTERS},
        "networks:invitation_act": keys(hidden.invitations),
        "networks:invitation_list": keys(hidden.lists),
        "networks:person": keys(hidden.network.memberships.all()),
        "networks:confirm": {"pk": [each.pk for each in hidden.entries]},
        "networks:upload": {"key": [each.key for each in hidden.uploads]},
        "events:": {
            "pk": [each.pk for each in hidden.events],
            "number": [each.pk for each in hidden.registrations],
        },
    }


def of_pages(hidden):
    """What Wagtail's admin asks about pages, and about what lies around them."""
    pages = [page.pk for page in hidden.pages]
    return {
        "wagtailadmin": {
            "page_id": pages,
            "parent_page_id": pages,
            "page_to_move_id": pages,
            "destination_id": pages[:1],
            "revision_id": [page.latest_revision_id for page in hidden.entries],
            "pk": pages,
            "task_id": [1],
            "task_state_id": [1],
            "workflow_state_id": [1],
            "workflow_pk": [1],
            "page_pk": pages,
            "action_name": ["unpublish"],
            "collection_id": [hidden.network.collection_id],
            "session_id": [1],
            "object_id": [hidden.entries[0].pk],
            "uidb64": ["x"],
            "app_label": ["networks"],
            "model_name": ["resourcepage"],
            "content_type_app_name": ["networks"],
            "content_type_model_name": ["resourcepage"],
        },
        "wagtailadmin_tag": {"app_name": ["taggit"], "model_name": ["tag"]},
        "wagtailadmin_collections:": {"pk": [hidden.network.collection_id]},
        "wagtailadmin_pages:revisions": {
            "*": [
                {"page_id": each.pk, "revision_id": each.latest_revision_id}
                for each in hidden.entries
            ]
        },
    }


def of_files(hidden):
    pages = [page.pk for page in hidden.pages]
    return {
        "wagtailadmin_api:documents": {"pk": [hidden.document.pk]},
        "wagtailadmin_api:images": {"pk": [hidden.picture.pk]},
        "wagtail_bulk_action": {
            "*": [
                {"app_label": app, "model_name": name, "action": act}
                for app, name, act in bulk_actions()
            ]
        },
        # The keys of what may be acted on together, by its kind.
        "bulk": {
            "page": pages,
            "uploadedimage": [hidden.picture.pk],
            "uploadeddocument": [hidden.document.pk],
            "user": [hidden.coordinator.pk, hidden.insider.pk],
            "case": [hidden.case.pk],
        },
        "wagtaildocs": {
            name: [hidden.document.pk]
            for name in ("document_id", "doc_id", "uploaded_file_id", "pk")
        },
        "wagtailimages": {
            **{name: [hidden.picture.pk] for name in ("image_id", "uploaded_file_id", "pk")},
            "filter_spec": ["width-100"],
        },
    }


def of_others(hidden):
    """People, groups, and what the rest of the admin is about."""
    network = hidden.network
    return {
        "wagtailredirects": {"redirect_id": [1]},
        "wagtailusers_users": {"pk": [hidden.coordinator.pk]},
        "wagtailusers_groups": {"pk": [network.coordinators_id, network.circle_id]},
        "wagtailsnippet": {"revision_id": ["1"], "pk": ["1"]},
        "wagtailsnippets_knowledge_case": {
            "pk": [hidden.case.pk],
            "revision_id": [hidden.case.latest_revision_id],
            "revision_id_a": ["live"],
            "revision_id_b": ["latest"],
        },
        "choose-person": {"pk": [hidden.insider.pk]},
        "import_cases": {"pk": [1], "ending": ["csv"]},
        "background_work": {"pk": NOBODYS},
    }


def some_of(things):
    return [(word, each.pk) for word, some in things.items() for each in some]


def kept_files(hidden):
    rendition = hidden.picture.renditions.first()
    named = (hidden.document, hidden.picture, rendition, hidden.attachment)
    return [
        *(str(each.file.name) for each in named),
        f"../network-archives/{hidden.archive.key}.zip",
    ]


def notices():
    return [*Notification.objects.values_list("pk", flat=True)[:3], 1]


def bulk_actions():
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for name, acts in models.items():
            for act in acts:
                yield app, name, act


def is_elsewhere(address):
    """Left out, or nameless: our own views that stand where Wagtail's are, which are walked."""
    if not address.name.strip(":"):
        return True
    return any(address.name.startswith(name) for name in ELSEWHERE)


def ways_to(address, table):
    """Every address to be asked for: with what is of the closed network, plain and searched."""
    for values in values_for(address, table):
        path = address.filled(values)
        yield path
        if not address.parameters:
            yield f"{path}?" + "&".join(f"{name}={SOUGHT}" for name in ("q", "term", "search"))
        if address.name == COMPARING:
            for pk in table["wagtailadmin"]["page_id"]:
                yield f"/admin/pages/{pk}/revisions/compare/earliest...latest/"
        if address.name.endswith("chosen_multiple"):
            kind = next((word for word in table["bulk"] if word[-5:] in address.name), "page")
            yield f"{path}?" + "&".join(f"id={key}" for key in table["bulk"][kind])
        if address.name == "wagtail_bulk_action":
            # Kinds that are not named hold nothing of a network.
            keys = table["bulk"].get(values["model_name"], [1])
            yield f"{path}?" + "&".join(f"id={key}" for key in keys)
            yield f"{path}?id=all&childOf={table['wagtailadmin']['page_id'][0]}"
            yield f"{path}?id=all"
