"""What Django or Wagtail will remove fails the tests today."""

import warnings

import pytest
from django.utils.deprecation import RemovedInDjango60Warning, RemovedInDjango61Warning
from wagtail.utils.deprecation import RemovedInWagtail80Warning, RemovedInWagtail90Warning


@pytest.mark.parametrize(
    "warning",
    [
        RemovedInDjango60Warning,
        RemovedInDjango61Warning,
        RemovedInWagtail80Warning,
        RemovedInWagtail90Warning,
    ],
)
def test_a_warning_of_removal_is_an_error(warning):
    with pytest.raises(warning):
        warnings.warn("this goes", warning, stacklevel=1)
