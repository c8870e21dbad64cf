// A small menu beside the thing that opened it: arrow keys walk it, Escape and a tap elsewhere close it.

import { h } from "./element.js";

let current = null;

export function closePopup(refocus = false) {
  if (!current) return;
  const { box, opener } = current;
  current = null;
  box.remove();
  opener.setAttribute?.("aria-expanded", "false");
  if (refocus && opener.isConnected) opener.focus();
}

/** Opens a menu of `children` beside `opener`; opening it again from the same place closes it. */
export function openPopup(opener, label, children, { within = opener } = {}) {
  const again = current?.opener === opener;
  closePopup(again);
  if (again) return;
  const box = h("div", { class: "popup", role: "menu", "aria-label": label }, children);
  document.body.append(box);
  place(box, within.getBoundingClientRect());
  box.addEventListener("keydown", walk);
  opener.setAttribute("aria-expanded", "true");
  current = { box, opener };
  items(box)[0]?.focus();
}

/** One line of a menu; choosing it closes the menu first. */
export function popupItem(iconNode, label, choose, attributes = {}) {
  const { class: extra = "", ...rest } = attributes;
  const run = () => {
    closePopup(true);
    choose();
  };
  return h(
    "button",
    { type: "button", class: `popup-item ${extra}`.trim(), role: "menuitem", tabindex: -1, onclick: run, ...rest },
    iconNode,
    h("span", {}, label),
  );
}

const items = (box) => [...box.querySelectorAll("button:not(:disabled)")];

function place(box, anchor) {
  const gap = 6;
  // Not the bounding rectangle: the box is still growing to its size.
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = anchor.bottom + gap + height <= innerHeight;
  const top = below ? anchor.bottom + gap : Math.max(gap, anchor.top - gap - height);
  const left = Math.min(Math.max(gap, anchor.left), innerWidth - width - gap);
  box.style.top = `${top}px`;
  box.style.left = `${Math.max(gap, left)}px`;
}

function walk(event) {
  const all = items(event.currentTarget);
  const at = all.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step) all[(at + step + all.length) % all.length]?.focus();
  else if (event.key === "Home") all[0]?.focus();
  else if (event.key === "End") all[all.length - 1]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closePopup(true);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("pointerdown", (event) => {
  if (current && !current.box.contains(event.target) && !current.opener.contains(event.target)) closePopup();
});
addEventListener("resize", () => closePopup());
