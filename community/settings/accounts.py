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
# Beside allauth's own limits, from one connection and by one person. A town hall has one
# connection for all its people.
ACCOUNT_RATE_LIMITS = {
    "case_request": "5/h/ip",
    "comment": "120/h/ip,60/h/user",
    "report": "60/h/ip,20/h/user",
}
