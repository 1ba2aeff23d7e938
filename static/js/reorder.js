/* Dragging a question to another place on its list. Only adds: the buttons do the same. */
"use strict";

const order = document.querySelector("form[data-reorder]");
const EDGE = 90; // px from the top or the bottom of the window, where the page scrolls along
const STEP = 14; // px for each frame
let drag = null; // { row, y, target, side } while a question is held

const idOf = (row) => row.id.slice("q-".length);

function unmark() {
  if (drag.target) drag.target.classList.remove("drop-before", "drop-after");
  drag.target = null;
}

// The row under the pointer, and which half of it: above goes before it, below after it.
function aim() {
  const left = drag.row.getBoundingClientRect().left;
  const under = document.elementFromPoint(left + 4, drag.y);
  const row = under && under.closest("[data-reorder] .asks > li");
  unmark();
  if (!row || row === drag.row) return;
  const box = row.getBoundingClientRect();
  drag.side = drag.y < box.top + box.height / 2 ? "before" : "after";
  drag.target = row;
  row.classList.add(`drop-${drag.side}`);
}

function scrollAlong() {
  if (!drag) return;
  const below = drag.y > window.innerHeight - EDGE;
  if (below || drag.y < EDGE) {
    window.scrollBy(0, below ? STEP : -STEP);
    aim();
  }
  requestAnimationFrame(scrollAlong);
}

function letGo(keep) {
  const { row, target, side } = drag;
  unmark();
  row.classList.remove("moving");
  drag = null;
  if (!keep || !target) return;
  const move = document.createElement("input");
  move.type = "hidden";
  move.name = "move";
  move.value = `${idOf(row)} ${side} ${idOf(target)}`;
  order.append(move);
  order.requestSubmit();
}

function gripFor(row) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.title = order.dataset.reorder;
  grip.setAttribute("aria-hidden", "true");
  grip.addEventListener("pointerdown", (event) => {
    if (event.button || drag) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    drag = { row, y: event.clientY, target: null, side: "" };
    row.classList.add("moving");
    requestAnimationFrame(scrollAlong);
  });
  grip.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.y = event.clientY;
    aim();
  });
  grip.addEventListener("pointerup", () => drag && letGo(true));
  grip.addEventListener("pointercancel", () => drag && letGo(false));
  return grip;
}

document.addEventListener("keydown", (event) => {
  if (drag && event.key === "Escape") letGo(false);
});
if (order) {
  const rows = order.querySelectorAll(".asks > li");
  if (rows.length > 1) rows.forEach((row) => row.append(gripFor(row)));
}
