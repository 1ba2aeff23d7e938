// Run in a page: every fault that axe does not look for, a sentence each.
() => {
  const faults = [];
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids)) {
    if (ids.filter((other) => other === id).length > 1) faults.push("id twice: " + id);
  }
  for (const link of document.querySelectorAll('a[href*="#"]')) {
    const url = new URL(link.href);
    if (url.pathname === location.pathname && !document.getElementById(decodeURIComponent(url.hash.slice(1))))
      faults.push("leads nowhere: " + link.getAttribute("href"));
  }
  for (const link of document.querySelectorAll("a")) {
    if (!link.getAttribute("href")) faults.push("link without address: " + link.textContent.trim());
  }
  for (const name of ["for", "aria-labelledby", "aria-describedby", "aria-controls", "headers"]) {
    for (const element of document.querySelectorAll("[" + name + "]")) {
      for (const id of element.getAttribute(name).split(/\s+/)) {
        if (!document.getElementById(id)) faults.push(name + " names nothing: " + id);
      }
    }
  }
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth)
    faults.push("scrolls sideways: " + document.documentElement.scrollWidth + " px");
  const drawn = (e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0; };
  const targets = "a, button, summary, select, input:not([type=hidden]), textarea";
  for (const target of document.querySelectorAll(targets)) {
    if (!drawn(target) || target.matches(".skip, .quote")) continue;
    // A control inside a label is pressed by the whole label; a link in running text is its line.
    const label = target.closest("label");
    const box = (label || target).getBoundingClientRect();
    const running = target.tagName === "A" && target.parentElement.tagName === "P" &&
      target.parentElement.textContent.trim() !== target.textContent.trim();
    if (!running && box.height < 43.5) faults.push("target of " + Math.round(box.height) + " px: " +
      (target.textContent || target.name).trim());
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !drawn(parent) || parent.closest(".unseen, option")) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 17.75) faults.push("text of " + size + " px: " + walker.currentNode.textContent.trim());
  }
  return [...new Set(faults)];
}
