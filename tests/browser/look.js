// What is wrong with a page as it stands: evaluated in it with the words that may be Latin in Chinese.
(words) => {
  const seen = (node) => node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const about = (node) => `${node.tagName.toLowerCase()}.${node.className.baseVal ?? node.className} “${(node.textContent || node.name || "").trim().slice(0, 24)}”`;
  const once = (list, most) => [...new Set(list)].slice(0, most);
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const wide = document.documentElement.clientWidth;

  const scrolls = (node) => {
    for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) if (getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  const beyond = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && (box.right > wide + 1 || box.left < -1) && !node.closest(".sr, [inert], svg") && !scrolls(node);
  };

  // Links inside a line of text are no buttons; a check box is hit by its label.
  const TARGETS = "button, a.button, a.chip, .tabs a, summary, select, .list > li > a, input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file])";
  const size = (node) => { const { width, height } = node.getBoundingClientRect(); return [width, height]; };
  const small = all(TARGETS).filter((node) => !node.closest(".sr")).filter((node) => size(node)[0] > 1 && Math.min(...size(node)) < 43.5);

  const cut = all("button, a.button, .chip, .state, h1, h2, h3").filter((node) => !node.closest(".sr") && node.scrollWidth > node.clientWidth + 2 && getComputedStyle(node).overflowX !== "visible");

  const latin = [];
  const read = (text, where) => { for (const word of text.replace(/https?:\/\/\S+/g, "").match(/[A-Za-z]{4,}/g) || []) if (!words.includes(word.toLowerCase())) latin.push(`${word} in ${where} “${text.trim().slice(0, 60)}”`); };
  const foreign = (node) => node.closest("script, style, template, noscript, code, .code, .language, [lang=en], [translate=no], [href^='mailto:']");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !foreign(parent) && (parent.tagName === "OPTION" || seen(parent))) read(walker.currentNode.textContent, parent.tagName.toLowerCase());
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"]) for (const node of document.querySelectorAll(`[${name}]`)) if (!foreign(node)) read(node.getAttribute(name), name);
  read(document.title, "title");

  return {
    headings: document.querySelectorAll("h1").length,
    beyond: once([...document.body.querySelectorAll("*")].filter((node) => seen(node) && beyond(node)).map(about), 5),
    sideways: document.documentElement.scrollWidth - wide > 1,
    small: once(small.map((node) => `${about(node)} ${size(node).map(Math.round).join("×")}`), 6),
    cut: once(cut.map(about), 6),
    latin: once(latin, 8),
    links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
  };
}
