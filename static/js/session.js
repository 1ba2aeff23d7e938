/* Warns before a session ends, in every window of one browser. Only adds: without it what is sent
   too late is kept all the same. It keeps nothing in the browser, and knows only what it is told. */
"use strict";

(() => {
  const { signedIn, sessionOf, session, stay } = document.body.dataset;
  const WARN = 120; // seconds before the end
  const TYPED_LATELY = 5 * 60_000;
  const AGAIN = 15_000;
  let ends = Date.now() + Number(signedIn) * 1000; // a phone that slept knows the time
  let typedAt = 0;
  let box = null;
  let timer = 0;
  let over = false;

  // What one window does about the session, the others ask the server about.
  const others = "BroadcastChannel" in window ? new BroadcastChannel("careplan-session") : null;
  if (others) others.onmessage = () => ask();

  document.addEventListener("input", (event) => {
    if (event.isTrusted) typedAt = Date.now();
  });

  const typedIn = () =>
    [...document.querySelectorAll('main form[method="post"]')].some((form) =>
      [...form.elements].some((field) => {
        if (field.type === "hidden" || field.type === "password") return false;
        if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
        if (field.type === "file") return field.value !== "";
        if (field.options) return "touched" in field.dataset;
        return "defaultValue" in field && field.value !== field.defaultValue;
      })
    );
  // Of a list to choose from, the page does not say what was chosen at first.
  document.addEventListener("change", (event) => {
    if (event.target.options) event.target.dataset.touched = "yes";
  });
  // A page with errors holds what was sent and not taken.
  const holdsWords = () => typedIn() || document.querySelector("[data-focus], [data-unsaved]") !== null;

  function plan(milliseconds) {
    clearTimeout(timer);
    // setTimeout counts in 32 bits.
    timer = setTimeout(wake, Math.min(Math.max(milliseconds, 1000), 2 ** 31 - 1));
  }

  function wake() {
    if (ends - Date.now() > (WARN + 1) * 1000) plan(ends - Date.now() - WARN * 1000);
    else ask();
  }

  async function ask() {
    if (over) return;
    let state;
    try {
      state = await told(session, {});
    } catch {
      plan(AGAIN); // no signal: nothing is known, so nothing is said
      return;
    }
    const soon = state.seconds > 0 && state.seconds <= WARN;
    if (soon && state.say.includes("data-stay-here") && Date.now() - typedAt < TYPED_LATELY) {
      if (await goOn(state.key)) return; // who writes is here
    }
    heard(state);
  }

  async function told(address, options) {
    const headers = { "X-Session-Of": sessionOf, Accept: "application/json", ...options.headers };
    const answer = await fetch(address, { ...options, headers, cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error("no answer");
    return answer.json();
  }

  async function goOn(key) {
    try {
      heard(await told(stay, { method: "POST", headers: { "X-CSRFToken": key } }));
    } catch {
      return false;
    }
    if (others) others.postMessage("asked");
    return true;
  }

  function heard({ seconds, say, key }) {
    ends = Date.now() + seconds * 1000;
    if (seconds === 0) {
      end(say);
      return;
    }
    show(say, key);
    plan(say ? AGAIN : seconds * 1000 - WARN * 1000);
    if (say && seconds * 1000 < AGAIN) plan(seconds * 1000 + 500);
  }

  function end(say) {
    clearTimeout(timer);
    if (holdsWords()) {
      over = true;
      show(say, "");
    } else {
      // Nothing is lost: what is private does not stay on the screen. It asks for sign-in.
      location.replace(location.pathname + location.search);
    }
  }

  let said = "";
  function show(say, key) {
    if (say === said) return;
    said = say;
    const hadFocus = box !== null && box.contains(document.activeElement);
    if (box === null) {
      box = document.createElement("div");
      document.body.append(box);
    }
    box.innerHTML = say;
    const button = box.querySelector("[data-stay-here]");
    if (button === null) return;
    button.addEventListener("click", async () => {
      if (!(await goOn(key))) ask();
    });
    if (hadFocus) button.focus();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) ask();
  });
  plan(ends - Date.now() - WARN * 1000);
})();
