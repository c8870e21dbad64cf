// Turns a message's text and entities into nodes. Offsets count UTF-16 code units, as
// JavaScript's own strings do.

import { h } from "./element.js";
import { plainEntities, safeUrl, startCode } from "./links.js";

const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const LITERAL = new Set(["code", "pre", "url", "text_link", "bot_command", "email", "phone_number", "mention", "hashtag"]);

/**
 * A fragment that shows `text` with its entities.
 * `actions` answers clicks: `command(text)` and `start(code)`; `username` is the bot's.
 */
export function formatted(text, entities, actions) {
  const known = (entities ?? [])
    .filter((entity) => entity.offset >= 0 && entity.length > 0 && entity.offset < text.length)
    .map((entity) => ({ ...entity, end: Math.min(text.length, entity.offset + entity.length) }))
    .sort((a, b) => a.offset - b.offset || b.end - a.end);
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes(text, 0, text.length, known, actions, false));
  return fragment;
}

function nodes(text, start, end, entities, actions, literal) {
  const made = [];
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.end, end);
    if (from >= to) {
      index += 1;
      continue;
    }
    let next = index + 1;
    const inner = [];
    // What overlaps without nesting is cut at the outer end, and its rest is shown after it.
    const rest = [];
    while (next < entities.length && entities[next].offset < to) {
      inner.push(entities[next]);
      if (entities[next].end > to) rest.push({ ...entities[next], offset: to });
      next += 1;
    }
    const block = BLOCKS.has(entity.type);
    made.push(...plain(trimBefore(text.slice(at, from), block), actions, literal));
    const children = nodes(text, from, to, inner, actions, literal || LITERAL.has(entity.type));
    made.push(dress(entity, text.slice(from, to), children, actions));
    // A block stands on lines of its own, so the line break after it would show as an empty line.
    at = block && text[to] === "\n" ? to + 1 : to;
    entities = [...rest, ...entities.slice(next)];
    index = 0;
  }
  made.push(...plain(text.slice(at, end), actions, literal));
  return made;
}

const trimBefore = (words, block) => (block && words.endsWith("\n") ? words.slice(0, -1) : words);

function plain(text, actions, literal) {
  if (!text) return [];
  if (literal) return [document.createTextNode(text)];
  const made = [];
  let at = 0;
  for (const entity of plainEntities(text)) {
    const end = entity.offset + entity.length;
    const words = text.slice(entity.offset, end);
    if (entity.offset > at) made.push(document.createTextNode(text.slice(at, entity.offset)));
    made.push(dress(entity, words, [document.createTextNode(words)], actions));
    at = end;
  }
  if (at < text.length) made.push(document.createTextNode(text.slice(at)));
  return made;
}

function dress(entity, words, children, actions) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, children, actions);
    case "url":
      return link(words, children, actions);
    case "email":
      return link(`mailto:${words}`, children, actions);
    case "phone_number":
      return link(`tel:${words.replace(/[^+\d]/g, "")}`, children, actions);
    case "bot_command":
      return h("button", { type: "button", class: "text-command", onclick: () => actions.command(words) }, children);
    case "pre":
      return h("pre", { tabindex: 0, "aria-label": "Code" }, h("code", {}, children));
    case "blockquote":
      return h("blockquote", {}, children);
    case "expandable_blockquote":
      return expandable(children);
    case "spoiler":
      return spoiler(children);
    default:
      return h(SIMPLE[entity.type] ?? "span", {}, children);
  }
}

function link(address, children, actions) {
  const url = safeUrl(address);
  if (!url) return h("span", {}, children);
  const code = startCode(url, actions.username);
  const open = (event) => {
    event.preventDefault();
    actions.start(code);
  };
  const here = code === null ? { target: "_blank" } : { onclick: open, class: "start-link" };
  return h("a", { href: url.href, rel: "noopener noreferrer", ...here }, children);
}

function expandable(children) {
  const words = h("span", { class: "quote-words" }, children);
  const more = h("button", { type: "button", class: "quote-more", "aria-expanded": "false" }, "Show more");
  const quote = h("blockquote", { class: "expandable" }, words, more);
  more.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? "Show less" : "Show more";
  });
  return quote;
}

function spoiler(children) {
  const words = h("span", { "aria-hidden": "true" }, children);
  const cover = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Hidden words: press to show" }, words);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (cover.classList.contains("shown")) return;
    event.preventDefault();
    cover.classList.add("shown");
    words.removeAttribute("aria-hidden");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", show);
  return cover;
}
