/* A passkey is asked of the browser when its button is pressed. Allauth's script, loaded before this
   one, does the asking; a page without it says so, and offers another way. */
"use strict";

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  const show = (when, yes) => { form.querySelector(`[data-when="${when}"]`).hidden = !yes; };
  if (!window.PublicKeyCredential) return;
  show("cannot", false);
  show("can", true);
  const options = form.dataset.options && JSON.parse(form.dataset.options);
  const button = { authenticateForm: "authenticate", loginForm: "login", signupForm: "signup" };
  window.allauth.webauthn.forms[form.dataset.passkey]({
    ids: { [button[form.dataset.passkey]]: "passkey", credential: "passkey-answer" },
    data: { creation_options: options, request_options: options },
  });
  form.addEventListener("click", () => show("failed", false), true);
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("failed", true);
  });
});
