/* At the visit: what is typed is kept on the server a moment later, and what others type is shown.
   Only adds: the buttons do the same. Nothing is kept in the browser. */
"use strict";

const form = document.querySelector("form[data-visit]");
const PAUSE = 1000; // ms without a letter, after which what was typed is sent
const AT_MOST = 3000; // ms, for somebody who never pauses
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const LOOK = 3000; // ms between two looks at what others write
const LOOK_WHEN_REFUSED = 30000;
const LOOKS_FOR = 2 * 60 * 60 * 1000;
const PATIENCE = 15000; // ms, after which no signal is taken for granted

let typed = 0; // counts changes; `kept` is the count that the server has
let kept = 0;
let waitsSince = 0;
let timer = 0;
let retry = FIRST_RETRY;
let sending = Promise.resolve(true); // one after the other, so that none overtakes the next
let isSaving = false;
let isLeaving = false;

const control = (name) => form.elements.namedItem(name);
const company = form.querySelector("[data-company]");
const isUnsaved = () => typed !== kept;

function say(words, isSaved) {
  const line = form.querySelector("[data-status]");
  const said = line.querySelector("[data-said]");
  if (said.textContent !== words) said.textContent = words;
  line.classList.toggle("saved--not", !isSaved);
  line.querySelector('[data-when="saved"]').hidden = !isSaved;
  line.querySelector('[data-when="not"]').hidden = isSaved;
}

function post(address, data) {
  return fetch(address, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

// Why the server takes nothing; `again` where it would now. Signing in anew, in another window,
// changes the form's key: the page itself is asked for the new one.
async function whatIsWrong(answer) {
  if (answer.status === 404) return "gone";
  if (answer.status !== 403 && answer.type !== "opaqueredirect") return "trouble";
  const page = await fetch(form.dataset.page, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (page.type === "opaqueredirect") return "signedOut";
  if (page.status === 404) return "gone";
  if (!page.ok) return "refused";
  const now = new DOMParser().parseFromString(await page.text(), "text/html");
  const key = now.querySelector("form[data-visit] [name=csrfmiddlewaretoken]");
  if (!key) return "refused";
  const isNew = control("csrfmiddlewaretoken").dataset.renewed !== "yes";
  control("csrfmiddlewaretoken").value = key.value;
  control("csrfmiddlewaretoken").dataset.renewed = "yes";
  return isNew ? "again" : "refused";
}

async function sendDraft() {
  const number = typed;
  const data = new FormData(form);
  data.delete("new"); // it is no part of the answer
  const answer = await post(form.dataset.draft, data);
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (answer.ok && isJson) {
    const { said } = await answer.json();
    delete control("csrfmiddlewaretoken").dataset.renewed;
    control("asked_read").value = data.get("asked") || control("asked_read").value;
    kept = number;
    if (!isUnsaved()) say(said, true);
    return "";
  }
  if (answer.status === 400 && isJson) { // such as an answer that is too long
    say((await answer.json()).said, false);
    return "said";
  }
  return whatIsWrong(answer);
}

// Send what is not kept yet; whether all of it is by now.
function keepNow() {
  clearTimeout(timer);
  timer = 0;
  sending = sending.then(async () => {
    if (!isUnsaved() || isLeaving) return true;
    let wrong = "offline";
    try {
      wrong = await sendDraft();
      if (wrong === "again") wrong = await sendDraft();
    } catch { /* no signal */ }
    if (!wrong) {
      retry = FIRST_RETRY;
      waitsSince = 0;
      if (isUnsaved()) keepSoon();
      return !isUnsaved();
    }
    if (wrong !== "said") say(form.dataset[wrong], false);
    if (wrong !== "said" && !timer) {
      timer = setTimeout(keepNow, retry);
      retry = Math.min(retry * 2, LAST_RETRY);
    }
    return false;
  });
  return sending;
}

function keepSoon() {
  const now = Date.now();
  waitsSince = waitsSince || now;
  clearTimeout(timer);
  timer = setTimeout(keepNow, Math.max(0, Math.min(PAUSE, waitsSince + AT_MOST - now)));
}

// The answer to a press of a button: the next page only once this one is saved.
async function save(button) {
  clearTimeout(timer);
  timer = 0;
  await sending;
  const data = new FormData(form, button);
  let wrong = "offline";
  try {
    let answer = await post(form.action, data);
    if (answer.status === 403 || answer.type === "opaqueredirect") {
      wrong = await whatIsWrong(answer);
      if (wrong === "again") {
        data.set("csrfmiddlewaretoken", control("csrfmiddlewaretoken").value);
        answer = await post(form.action, data);
      }
    }
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.ok && isJson) {
      const { next } = await answer.json();
      isLeaving = true;
      location.assign(next);
      return;
    }
    if (answer.ok) { // something to put right: the page says what
      isLeaving = true;
      form.requestSubmit(button);
      return;
    }
    if (wrong === "offline" || wrong === "again") wrong = await whatIsWrong(answer);
    if (wrong === "again") wrong = "refused";
  } catch { wrong = "offline"; }
  say(form.dataset[wrong], false);
  if (!isUnsaved()) typed += 1; // a draft of it is tried again
  if (!timer) timer = setTimeout(keepNow, retry);
}

// -- what others write ---------------------------------------------------------------------------

const began = Date.now();
let looking = 0;

function showOthers(html) {
  const now = new DOMParser().parseFromString(html, "text/html").querySelector("[data-answer]");
  if (!now) return;
  const differs = { answer: control("answer_read").value !== now.dataset.answer,
    asked: control("asked_read").value !== now.dataset.asked };
  now.querySelectorAll("[data-newer]").forEach((part) => { part.hidden = !differs[part.dataset.newer]; });
  const shown = company.firstElementChild;
  if (!shown || shown.outerHTML !== now.outerHTML) company.replaceChildren(document.adoptNode(now));
}

async function look() {
  clearTimeout(looking);
  if (document.hidden || isLeaving || Date.now() - began > LOOKS_FOR) return;
  let pause = LOOK;
  try {
    const answer = await fetch(form.dataset.others, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) showOthers(await answer.text());
    else if (answer.status < 500) pause = LOOK_WHEN_REFUSED;
  } catch { /* no signal: the next look may have one */ }
  clearTimeout(looking);
  looking = setTimeout(look, pause);
}

// -- what the person does ------------------------------------------------------------------------

function begin() {
  form.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = true; });
  form.addEventListener("input", (event) => {
    if (!["answer", "asked"].includes(event.target.name)) return;
    typed += 1;
    if (event.target.name === "asked") keepNow();
    else keepSoon();
  });
  form.addEventListener("submit", async (event) => {
    if (isLeaving) return;
    event.preventDefault();
    if (isSaving) return;
    isSaving = true;
    try {
      await save(event.submitter);
    } finally {
      isSaving = false;
    }
  });
  window.addEventListener("online", () => {
    if (isUnsaved()) keepNow();
    look();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && isUnsaved()) keepNow();
    else look();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isLeaving || !(isUnsaved() || control("new").value)) return;
    keepNow();
    event.preventDefault();
  });
  window.addEventListener("pageshow", () => { isLeaving = false; look(); });
}

if (form) begin();
