"""The languages people say they speak."""

# Spoken where municipalities of the platform are; each under the name its speakers give it.
SPOKEN_LANGUAGES = [
    ("es", "Español"),
    ("pt", "Português"),
    ("en", "English"),
    ("fr", "Français"),
    ("qu", "Runasimi (quechua)"),
    ("ay", "Aymar aru (aimara)"),
    ("gn", "Avañe’ẽ (guaraní)"),
    ("guc", "Wayuunaiki"),
    ("gym", "Ngäbere"),
    ("cuk", "Dulegaya (guna)"),
    ("emp", "Emberá"),
    ("wba", "Warao"),
    ("pem", "Pemón"),
    ("arn", "Mapudungun"),
    ("myn", "Lenguas mayas"),
    ("nah", "Nahuatlahtolli"),
]
