/* A button that copies what stands in a field. Without script, or where the browser copies nothing,
   there is no button: the words can be selected. */
"use strict";

document.querySelectorAll("input[data-copy]").forEach((field) => {
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--plain t2";
  button.textContent = field.dataset.copy;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "saved";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    said.textContent = field.dataset.copied;
  });
  const row = document.createElement("div");
  row.className = "actions t2";
  row.append(button, said);
  field.after(row);
});
