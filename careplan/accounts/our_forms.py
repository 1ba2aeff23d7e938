"""Which of our forms stands in for which of allauth's. The settings take these tables over."""

ACCOUNT_FORMS = {
    "login": "careplan.accounts.forms.SignInForm",
    "signup": "careplan.accounts.forms.SignUpForm",
    "request_login_code": "careplan.accounts.forms.SignInCodeForm",
    "confirm_login_code": "careplan.accounts.forms.ConfirmSignInForm",
    "confirm_email_verification_code": "careplan.accounts.forms.ConfirmEmailForm",
    "reset_password": "careplan.accounts.security.ForgottenPasswordForm",
    "confirm_password_reset_code": "careplan.accounts.security.ConfirmResetForm",
    "reset_password_from_key": "careplan.accounts.security.NewPasswordForm",
    "change_password": "careplan.accounts.security.ChangePasswordForm",
    "set_password": "careplan.accounts.security.FirstPasswordForm",
    "add_email": "careplan.accounts.security.ChangeEmailForm",
    "reauthenticate": "careplan.accounts.security.AskAgainForm",
}
MFA_FORMS = {
    "authenticate": "careplan.accounts.second_step_forms.SecondStepForm",
    "reauthenticate": "careplan.accounts.second_step_forms.ShowByCodeForm",
    "activate_totp": "careplan.accounts.second_step_forms.AppForm",
    "deactivate_totp": "careplan.accounts.second_step_forms.TakeOffAppForm",
    "generate_recovery_codes": "careplan.accounts.second_step_forms.SpareCodesForm",
    "add_webauthn": "careplan.accounts.second_step_forms.AddPasskeyForm",
    "authenticate_webauthn": "careplan.accounts.second_step_forms.SecondStepPasskeyForm",
    "login_webauthn": "careplan.accounts.second_step_forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "careplan.accounts.second_step_forms.ShowByPasskeyForm",
}
