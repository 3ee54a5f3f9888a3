"""Placeholder."""

from django.http import Http404


def queue(request, **kwargs):
    raise Http404


def answer_request(request, **kwargs):
    raise Http404


def return_case(request, **kwargs):
    raise Http404


def publish(request, **kwargs):
    raise Http404


def unpublish(request, **kwargs):
    raise Http404
