// The buttons that the bot shows: under a message, and in place of the telephone's keyboard.

import { fill, h } from "./element.js";
import { icon } from "./icons.js";
import { safeUrl, startCode } from "./links.js";

const STYLES = new Set(["primary", "success", "danger"]);
const styled = (button) => (STYLES.has(button.style) ? ` ${button.style}` : "");

/** The rows of an inline keyboard, or null. A press stays marked until the bot has done something about it. */
export function inlineKeyboard(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const made = rows.map((row) =>
    h(
      "div",
      { class: "key-row" },
      row.map((button) => inlineButton(message, button, actions)),
    ),
  );
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": "Buttons of this message" }, made);
}

function inlineButton(message, button, actions) {
  const look = `key${styled(button)}`;
  const url = button.url ?? button.login_url?.url;
  if (url) return linkButton(url, button.text, look, actions);
  if (button.copy_text) {
    const copy = () => actions.copy(button.copy_text.text);
    return h("button", { type: "button", class: look, onclick: copy }, button.text, icon("copy", "key-mark"));
  }
  if (button.callback_data === undefined) {
    return h(
      "button",
      { type: "button", class: look, disabled: true, title: "The sandbox can't do this kind of button" },
      button.text,
    );
  }
  return h(
    "button",
    { type: "button", class: look, onclick: (event) => actions.press(message, button, event.currentTarget) },
    button.text,
  );
}

function linkButton(address, text, look, actions) {
  const url = safeUrl(address);
  if (!url) return h("button", { type: "button", class: look, disabled: true, title: "This address can't be opened" }, text);
  const code = startCode(url, actions.username);
  const open = (event) => {
    event.preventDefault();
    actions.start(code);
  };
  const here = code === null ? { target: "_blank" } : { onclick: open };
  return h("a", { class: look, href: url.href, rel: "noopener noreferrer", ...here }, text, icon("link", "key-mark"));
}

/** The reply keyboard that the bot has given this chat, in its place under the composer. */
export class BotKeyboard {
  /** `send` gets the words of the key that was pressed. */
  constructor(chat, composer, send) {
    Object.assign(this, { chat, composer, send });
    this.hidden = null;
    this.drawn = "";
    this.element = h("div", { class: "keys" });
  }

  draw() {
    const given = this.chat.blocked ? null : this.chat.keyboard;
    this.composer.keysButton.hidden = !given;
    this.composer.field.placeholder = given?.markup.input_field_placeholder ?? "Message";
    const wanted = given && this.hidden !== given.id ? JSON.stringify(given) : "";
    if (this.drawn === wanted) return;
    this.drawn = wanted;
    fill(this.element, wanted ? this.rows(given.markup) : null);
  }

  rows(markup) {
    const rows = markup.keyboard.map((row) =>
      h(
        "div",
        { class: "key-row" },
        row.map((key) => replyKey(key, this.send)),
      ),
    );
    return h(
      "div",
      { class: "reply-keyboard", role: "group", "aria-label": "Keyboard of the bot" },
      h("div", { class: "reply-rows" }, rows),
    );
  }

  toggle() {
    const given = this.chat.keyboard;
    if (!given) return;
    this.hidden = this.hidden === given.id ? null : given.id;
    this.draw();
    this.composer.field.focus();
  }

  /** The person has written something: a keyboard for one answer has had it. */
  used() {
    const given = this.chat.keyboard;
    if (given?.markup.one_time_keyboard) this.hidden = given.id;
  }
}

const UNKNOWN = [
  "request_contact",
  "request_location",
  "request_poll",
  "request_users",
  "request_chat",
  "request_managed_bot",
  "web_app",
];

function replyKey(key, send) {
  const button = typeof key === "string" ? { text: key } : key;
  const closed = UNKNOWN.some((name) => button[name]);
  const title = closed ? "The sandbox can't do this kind of button" : null;
  return h(
    "button",
    { type: "button", class: `key${styled(button)}`, disabled: closed, title, onclick: () => send(button.text) },
    button.text,
  );
}
