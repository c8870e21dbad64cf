// Windows that stand over the page: an alert of the bot, a larger picture, and which phone opens a link.

import { h, iconButton } from "./element.js";
import { icon } from "./icons.js";

function show(dialog) {
  const opener = document.activeElement;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener?.isConnected) opener.focus();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
}

let numbered = 0;

function titled(title, className, ...children) {
  numbered += 1;
  const id = `dialog-title-${numbered}`;
  const dialog = h("dialog", { class: `window ${className}`, "aria-labelledby": id });
  dialog.append(h("div", { class: "window-body" }, h("h2", { id }, title), ...children.flat().filter(Boolean)));
  return dialog;
}

/** The alert that a bot can answer a button with. */
export function showAlert(botName, label, text) {
  const done = h("button", { type: "button", class: "primary", autofocus: true, onclick: () => dialog.close() }, "OK");
  const dialog = titled(
    botName,
    "alert",
    h("p", { class: "alert-phone" }, `To ${label}`),
    h("p", { class: "alert-words" }, text),
    h("div", { class: "window-buttons" }, done),
  );
  show(dialog);
}

/** Asks which phone should open an invitation link, then calls `choose(chatId)`. */
export function chooseStart(store, code, fromChat, choose) {
  const rows = [...store.chats.values()].map((chat) => {
    const here = chat.id === fromChat ? "this phone" : null;
    const facts = [here, chat.started || chat.messages.size ? null : "new here"].filter(Boolean).join(", ");
    return h(
      "button",
      {
        type: "button",
        class: "choice",
        onclick: () => {
          dialog.close();
          choose(chat.id);
        },
      },
      h("b", {}, chat.label),
      facts ? h("small", {}, facts) : null,
    );
  });
  const words = code ? `It sends /start ${code} to the bot from there.` : "It sends /start to the bot from there.";
  const cancel = h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Cancel");
  const dialog = titled(
    "Open this link on which phone?",
    "chooser",
    h("p", {}, words),
    h("div", { class: "choices" }, rows),
    h("div", { class: "window-buttons" }, cancel),
  );
  show(dialog);
}

/** A picture as large as the window. */
export function enlarge(url, message) {
  const words = message.caption ? `Photo: ${message.caption}` : "Photo";
  const tools = [iconButton(icon("close"), "Close", { onclick: () => dialog.close() })];
  if (!message.has_protected_content) {
    const name = `photo-${message.message_id}.jpg`;
    const save = { href: url, download: name, "aria-label": "Save this photo", title: "Save this photo" };
    tools.unshift(h("a", { class: "icon-button", ...save }, icon("download")));
  }
  const dialog = h(
    "dialog",
    { class: `lightbox${message.has_protected_content ? " protected" : ""}`, "aria-label": words },
    h("div", { class: "lightbox-tools" }, tools),
    h("img", { src: url, alt: words, draggable: "false" }),
  );
  show(dialog);
}
