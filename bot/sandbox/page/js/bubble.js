// One message, or one album, as it stands in the list.

import { h, iconButton } from "./element.js";
import { formatted } from "./entities.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboards.js";
import { mediaKey, mediaView } from "./media.js";
import { incoming, reactionsOf } from "./state.js";
import { clockTime, colourful, mediaOf, otherKind, summary } from "./summary.js";

/**
 * The list item of a group (`{key, messages}`): a message alone or the parts of an album.
 * `before` is the item that it takes the place of; its media go on playing where they are the same.
 */
export function bubble(group, room, before) {
  const first = group.messages[0];
  if (first.pinned_message) return pinLine(first, room);
  const last = group.messages[group.messages.length - 1];
  const said = group.messages.find((message) => message.text ?? message.caption) ?? first;
  const mine = !incoming(first);
  const media = keepMedia(group, room, before);
  const text = words(said, room);
  const bare = media && !text && isBare(first);
  const meta = metaLine(group.messages, last, text, media, room);
  if (text) text.append(meta);

  const above = first.show_caption_above_media;
  const body = [quote(first, room), above ? text : null, media, above ? null : text, text ? null : meta];
  const reactions = reactionLine(group.messages, room);
  const box = h(
    "div",
    { class: `bubble${bare ? " bare" : ""}${media && !text ? " media-only" : ""}${media ? " has-media" : ""}` },
    body,
    reactions,
  );
  const who = mine ? "You" : room.botName;
  const item = h(
    "li",
    {
      class: `message ${mine ? "out" : "in"}${first.has_protected_content ? " protected" : ""}`,
      tabindex: -1,
      data: { message: first.message_id },
      "aria-label": `${who}, ${clockTime(last.date)}: ${summary(said)}`,
    },
    h("div", { class: "bubble-row" }, box, moreButton(said, room)),
    inlineKeyboard(last, room.actions),
  );
  item.media = media;
  item.mediaKey = mediaKey(group.messages);
  return item;
}

function pinLine(message, room) {
  const { pinned_message: pinned } = message;
  const words = `${incoming(message) ? room.botName : "You"} pinned: ${summary(pinned)}`;
  return h(
    "li",
    { class: "service" },
    h("button", { type: "button", onclick: () => room.actions.jump(pinned.message_id) }, words),
  );
}

const isBare = (message) => ["sticker", "video_note"].includes(mediaOf(message)?.kind) && !message.reply_to_message;

function keepMedia(group, room, before) {
  if (before?.media && before.mediaKey === mediaKey(group.messages)) return before.media;
  return mediaView(group.messages, room.actions);
}

function words(message, room) {
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.text ? message.entities : message.caption_entities;
    return h("div", { class: "words", dir: "auto" }, formatted(text, entities, room.actions));
  }
  if (mediaOf(message)) return null;
  return h("div", { class: "words other" }, otherWords(message));
}

function otherWords(message) {
  if (message.contact) return `Contact: ${message.contact.first_name} ${message.contact.phone_number}`;
  if (message.location) return `Place: ${message.location.latitude}, ${message.location.longitude}`;
  if (message.dice) return `${message.dice.emoji} ${message.dice.value}`;
  if (message.poll) return `Poll: ${message.poll.question}`;
  return otherKind(message) ?? "The sandbox can't show this kind of message.";
}

function metaLine(messages, last, text, media, room) {
  const parts = [];
  if (last.silent) parts.push(mark("muted", "Sent without a sound"));
  if (messages.some((message) => message.pinned)) parts.push(mark("pin", "Pinned"));
  if (last.has_protected_content) parts.push(mark("lock", "Can't be copied, saved or passed on"));
  if (messages.some((message) => message.edited)) parts.push(h("span", { class: "edited" }, "edited"));
  const date = new Date(last.date * 1000);
  parts.push(h("time", { datetime: date.toISOString(), title: date.toLocaleString() }, clockTime(last.date)));
  return h("span", { class: text || !media ? "meta" : "meta over", dir: "ltr" }, parts);
}

const mark = (name, label) => h("span", { role: "img", "aria-label": label, title: label }, icon(name, "mark"));

function quote(message, room) {
  const target = message.reply_to_message;
  if (!target) return null;
  const said = message.quote?.text ?? summary(target);
  const who = incoming(target) ? room.botName : "You";
  const go = () => room.actions.jump(target.message_id);
  return h(
    "button",
    { type: "button", class: "quote", "aria-label": `In reply to ${who}: ${said}. Show it`, onclick: go },
    h("b", {}, who),
    h("span", { dir: "auto" }, said),
  );
}

function reactionLine(messages, room) {
  const chips = messages.flatMap((message) =>
    reactionsOf(message).map(([who, emoji]) => {
      const mine = who === "person";
      const label = mine ? `Your reaction ${emoji}. Take it back` : `${room.botName} reacted ${emoji}`;
      const take = mine ? { onclick: () => room.actions.react(message, "") } : { disabled: true };
      return h("button", { type: "button", class: "reaction", "aria-label": label, ...take }, colourful(emoji));
    }),
  );
  return chips.length ? h("div", { class: "reactions" }, chips) : null;
}

function moreButton(message, room) {
  const open = (event) => room.actions.menu(message, event.currentTarget);
  return iconButton(icon("more"), "More about this message", {
    class: "more",
    tabindex: -1,
    "aria-haspopup": "menu",
    onclick: open,
  });
}
