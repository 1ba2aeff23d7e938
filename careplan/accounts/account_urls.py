"""Every address under /account/ that is allauth's: what is not here cannot be reached.

What changes how somebody gets in asks first whether it is them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as app
from django.urls import path

from careplan.accounts import second_step_views as second
from careplan.accounts.ask_again import ask_again

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("login/second-step/", second.SecondStep.as_view(), name="mfa_authenticate"),
    path("login/passkey/", second.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("reauthenticate/app/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "reauthenticate/passkey/",
        second.ShowByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-step/", second.second_step, name="mfa_index"),
    path("second-step/app/", ask_again(second.TurnAppOn.as_view()), name="mfa_activate_totp"),
    path("second-step/app/off/", ask_again(app.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "second-step/passkeys/new/",
        ask_again(second.AddPasskey.as_view()),
        name="mfa_add_webauthn",
    ),
    path(
        "second-step/passkeys/<int:pk>/off/",
        ask_again(second.TakePasskeyOff.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("second-step/spare-codes/", ask_again(second.spare_codes), name="mfa_view_recovery_codes"),
    path(
        "second-step/spare-codes/new/",
        ask_again(second.MakeSpareCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/spare-codes/file/",
        ask_again(second.spare_codes_file),
        name="mfa_download_recovery_codes",
    ),
    path("email/", ask_again(account.email), name="account_email"),
    path("password/change/", ask_again(account.password_change), name="account_change_password"),
    path("password/set/", ask_again(account.password_set), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "password/reset/confirm/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
