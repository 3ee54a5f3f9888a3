"""What is done to territories. Commands, the admin and the demonstration call these."""

from territories.actions.codes import add_alternate_code
from territories.actions.loading import Report, load_territories
from territories.actions.renaming import renew_names

__all__ = ["Report", "add_alternate_code", "load_territories", "renew_names"]
