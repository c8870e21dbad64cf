// What can be done with one message: react, reply, copy, edit, delete.

import { h } from "./element.js";
import { icon } from "./icons.js";
import { closePopup, openPopup, popupItem } from "./popup.js";
import { incoming, ownReaction } from "./state.js";
import { colourful } from "./summary.js";

const QUICK = [
  ["👍", "Thumbs up"],
  ["❤", "Heart"],
  ["😁", "Grin"],
  ["🎉", "Party"],
  ["🤔", "Thinking"],
  ["👏", "Clapping"],
  ["😢", "Tear"],
];

/** Opens the menu of `message` beside `opener`. `todo` has one function for each entry. */
export function openMessageMenu(message, opener, todo) {
  const own = ownReaction(message);
  const text = message.text ?? message.caption;
  const reactions = QUICK.map(([emoji, name]) =>
    h(
      "button",
      {
        type: "button",
        class: `emoji${own === emoji ? " chosen" : ""}`,
        role: "menuitemradio",
        tabindex: -1,
        "aria-checked": String(own === emoji),
        "aria-label": `React: ${name}`,
        title: name,
        onclick: () => {
          closePopup(true);
          todo.react(message, own === emoji ? "" : emoji);
        },
      },
      colourful(emoji),
    ),
  );
  openPopup(opener, "This message", [
    h("div", { class: "emoji-row", role: "group", "aria-label": "React" }, reactions),
    popupItem(icon("reply"), "Reply", () => todo.reply(message)),
    text && !message.has_protected_content ? popupItem(icon("copy"), "Copy words", () => todo.copy(text)) : null,
    !incoming(message) && canEdit(message) ? popupItem(icon("edit"), "Edit", () => todo.edit(message)) : null,
    popupItem(icon("trash"), "Delete", () => todo.erase(message), { class: "danger" }),
  ]);
}

const UNCAPTIONED = ["sticker", "video_note", "contact", "location", "dice", "poll"];
export const canEdit = (message) => !UNCAPTIONED.some((kind) => message[kind]);
