"""Placeholder."""

from django.http import Http404


def case_list(request, **kwargs):
    raise Http404


def case(request, **kwargs):
    raise Http404


def version(request, **kwargs):
    raise Http404


def ask(request, **kwargs):
    raise Http404


def network_cases(request, **kwargs):
    raise Http404
