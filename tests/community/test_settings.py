"""In production nothing is guessed: what is missing is named, and the process stops."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "k3y-of-the-tests-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "ALLOWED_HOSTS": "cabildo.example.org, www.cabildo.example.org",
    "SITE_URL": "https://cabildo.example.org",
    "DEFAULT_FROM_EMAIL": "Cabildo <avisos@cabildo.example.org>",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "LEGAL_CONTROLLER": "Asociación de Municipios",
    "LEGAL_CONTACT_EMAIL": "datos@cabildo.example.org",
}
ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
asked = Client(headers={"host": "cabildo.example.org"})
answers = {
    "plain": asked.get("/acerca/"),
    "alive": asked.get("/healthz"),
    "safe": asked.get("/healthz", secure=True),
    "proxied": asked.get("/healthz", headers={"x-forwarded-proto": "https"}),
    "stranger": asked.get("/healthz", secure=True, headers={"host": "evil.example"}),
}
names = ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE", "DEBUG",
         "ALLOWED_HOSTS", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "SECURITY_CONTACT_EMAIL",
         "WAGTAILADMIN_BASE_URL", "LEGAL_CONTROLLER", "MAIL_IS_READABLE_ON_SITE"]
print(json.dumps({
    "answers": {k: [r.status_code, dict(r.headers)] for k, r in answers.items()},
    "settings": {name: getattr(settings, name) for name in names},
}))
"""


def run(arguments, environment, tmp_path):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "community.settings.production",
            "DATA_DIR": str(tmp_path),
            "PYTHONWARNINGS": "ignore",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """What a process with complete settings says about itself."""
    asked = run(["-c", ASK], COMPLETE, tmp_path_factory.mktemp("production"))
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


@pytest.mark.parametrize("name", COMPLETE)
def test_a_missing_variable_stops_the_process_and_is_named(name, tmp_path):
    environment = {key: value for key, value in COMPLETE.items() if key != name}

    stopped = run(["-c", "import community.settings.production"], environment, tmp_path)

    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1
    assert f"the environment variable {name} is missing" in stopped.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", "short"), ("SITE_URL", "http://a.example"), ("EMAIL_URL", "carrier pigeon")],
)
def test_a_value_that_cannot_be_right_stops_the_process_too(name, value, tmp_path):
    stopped = run(
        ["-c", "import community.settings.production"], {**COMPLETE, name: value}, tmp_path
    )

    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1
    assert name in stopped.stderr


def test_the_server_stops_the_same_way(tmp_path):
    stopped = run(["-c", "import community.wsgi"], {}, tmp_path)

    assert stopped.returncode == 1
    assert "SECRET_KEY is missing" in stopped.stderr


def test_the_deployment_check_has_nothing_to_say(tmp_path):
    checked = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], COMPLETE, tmp_path)

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_settings_come_from_the_environment(production):
    settings = production["settings"]

    assert settings["ALLOWED_HOSTS"] == ["cabildo.example.org", "www.cabildo.example.org"]
    assert settings["WAGTAILADMIN_BASE_URL"] == "https://cabildo.example.org"
    assert settings["LEGAL_CONTROLLER"] == "Asociación de Municipios"
    assert settings["SECURITY_CONTACT_EMAIL"] == "datos@cabildo.example.org"
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert settings["EMAIL_USE_TLS"] is True


def test_nothing_for_developers_is_left_on(production):
    assert production["settings"]["DEBUG"] is False
    assert production["settings"]["MAIL_IS_READABLE_ON_SITE"] is False


def test_cookies_travel_only_by_tls(production):
    settings = production["settings"]

    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_HTTPONLY"] is True


def test_browsers_are_held_to_tls_for_a_year(production):
    for answer in ("safe", "proxied"):
        status, headers = production["answers"][answer]
        assert status == 200
        assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_plain_requests_are_sent_to_tls_except_the_one_that_asks_for_life(production):
    status, headers = production["answers"]["plain"]

    assert status == 301
    assert headers["Location"] == "https://cabildo.example.org/acerca/"
    assert production["answers"]["alive"][0] == 200


def test_other_hosts_are_not_answered(production):
    assert production["answers"]["stranger"][0] == 400


def variables_read():
    """Names that the settings ask the environment for."""
    for path in (ROOT / "community" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                asked = ast.unparse(node.func)
                name = node.args[0]
                is_name = isinstance(name, ast.Constant) and isinstance(name.value, str)
                if is_name and (asked.startswith("env.") or asked == "required"):
                    yield name.value


def test_the_reference_names_every_variable_and_no_other():
    reference = (ROOT / "deploy" / "ENVIRONMENT.md").read_text()
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", reference, re.MULTILINE))

    assert told == {*variables_read(), "DJANGO_SETTINGS_MODULE"}


def test_the_environment_is_read_in_the_settings_alone():
    apps = ["territories", "community", "networks", "knowledge", "blog", "search"]
    readers = [
        path.relative_to(ROOT)
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        if "settings" not in path.parts
        and re.search(r"environ\[|environ\.get|getenv", path.read_text())
    ]

    assert readers == []


def test_base_settings_fit_on_a_few_screens():
    assert len((ROOT / "community/settings/base.py").read_text().splitlines()) <= 250
