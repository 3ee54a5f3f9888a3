"""Placeholder."""

from django.http import Http404


def new_case(request, **kwargs):
    raise Http404


def edit(request, **kwargs):
    raise Http404


def section(request, **kwargs):
    raise Http404


def send(request, **kwargs):
    raise Http404
