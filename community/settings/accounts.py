"""How people sign up and come in: Django's and django-allauth's settings about accounts."""

AUTH_USER_MODEL = "community.User"
AUTHENTICATION_BACKENDS = ["community.sign_in.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Cabildo] "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_ADAPTER = "community.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "community.forms.accounts.SignUpForm",
    "login": "community.forms.accounts.SignInForm",
    "add_email": "community.forms.accounts.AddressForm",
    "change_password": "community.forms.accounts.PasswordChangeForm",
    "set_password": "community.forms.accounts.PasswordSetForm",
    "reset_password": "community.forms.accounts.PasswordRecoveryForm",
    "reset_password_from_key": "community.forms.accounts.PasswordFromLinkForm",
    "reauthenticate": "community.forms.accounts.ConfirmIdentityForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 0
# The second step: codes of an application, passkeys, and codes on paper for the day both are lost.
MFA_ADAPTER = "community.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cabildo"
# The clock of a telephone may be half a minute away from ours.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "community.forms.second_factor.CodeForm",
    "reauthenticate": "community.forms.second_factor.CodeAgainForm",
    "activate_totp": "community.forms.second_factor.ApplicationForm",
    "add_webauthn": "community.forms.second_factor.NewPasskeyForm",
    "edit_webauthn": "community.forms.second_factor.RenamePasskeyForm",
}
# Whether nobody enters the admin without a second step; production says yes.
SECOND_FACTOR_FOR_STAFF = False
# How long nobody may sign in with an account before it is closed, and when its owner is warned.
ACCOUNT_CLOSES_AFTER_MONTHS = 24
ACCOUNT_WARNINGS_DAYS_BEFORE = [30, 7]
# How long an archive with the data of a person can be downloaded.
ARCHIVE_KEPT_DAYS = 7
# Beside allauth's own limits: requests about an experience, from one connection; what is
# mailed to addresses that people write, by one person and to one address.
ACCOUNT_RATE_LIMITS = {
    "case_request": "5/h/ip",
    # Registrations for events by people without an account, and the mails of these.
    "event_guest": "60/h/ip",
    "event_mailbox": "5/h/key",
    "official_address": "10/d/user",
    "invitation": "50/d/user",
    # Files of addresses to invite to a network.
    "invitation_list": "5/d/user",
    "official_mailbox": "3/d/key",
    # Messages to other people.
    "message": "10/h/user",
    # A town hall has one connection for all its people.
    "comment": "120/h/ip,60/h/user",
    "draft_remark": "40/h/ip",
    # Answers to those, mailed to an address that nobody has confirmed.
    "remark_answer": "20/d/key",
    "feedback": "120/h/ip,20/h/user",
    # Whether something was of use: anybody says so, from the connection of a whole town hall.
    "usefulness": "60/h/ip",
    "report": "60/h/ip,20/h/user",
    # A letter to the members of a network, tried on oneself.
    "letter_test": "10/h/user",
}
