// Builds every element of the page. Words only ever become text nodes, so nothing that
// a person writes can turn into markup.

/** An element with attributes, listeners (`onclick: fn`) and children; strings become text. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) set(element, key, value);
  append(element, children);
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key === "class") element.className = value;
  else if (key === "data") Object.assign(element.dataset, value);
  else if (key in PROPERTIES) element[key] = value;
  else element.setAttribute(key, value === true ? "" : String(value));
}

const PROPERTIES = { value: 1, checked: 1, indeterminate: 1, scrollTop: 1 };

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** Replaces all that an element holds. */
export function fill(element, ...children) {
  element.replaceChildren();
  return append(element, children);
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A round button that shows an icon and says its name to whoever cannot see it. */
export function iconButton(iconNode, label, attributes = {}) {
  const { class: extra = "", ...rest } = attributes;
  return h(
    "button",
    { type: "button", class: `icon-button ${extra}`.trim(), "aria-label": label, title: label, ...rest },
    iconNode,
  );
}
