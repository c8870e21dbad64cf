// One telephone: its head, its messages, its composer, and what happens when something in it is tapped.

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { chooseStart, enlarge, showAlert } from "./dialogs.js";
import { fill, h, iconButton } from "./element.js";
import { History } from "./history.js";
import { icon } from "./icons.js";
import { BotKeyboard } from "./keyboards.js";
import { canEdit, openMessageMenu } from "./message-menu.js";
import { measure } from "./measure.js";
import { doing } from "./summary.js";
import { toast } from "./toast.js";

const PART = 4096;

export class Phone {
  /** `deck` shows phones: `deck.show(chatId)` and `deck.switcher(phone)`. */
  constructor(chat, store, deck, hue) {
    Object.assign(this, { chat, store, deck });
    const room = { chat, botName: store.bot.first_name, actions: this.actions() };
    this.history = new History(chat, room, store);
    this.composer = new Composer(chat, store.bot.first_name, this.todo());
    this.status = h("span", { class: "status" });
    this.badge = h("span", { class: "badge", hidden: true });
    this.switchButton = h(
      "button",
      {
        type: "button",
        class: "switch-phone",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        onclick: () => deck.switcher(this),
      },
      h("span", { class: "dot", "aria-hidden": "true" }),
      h("span", { class: "label" }, chat.label),
      this.badge,
      icon("down", "caret"),
    );
    this.blockButton = h("button", { type: "button", class: "block-button", onclick: () => this.setBlocked(!chat.blocked) });
    this.toasts = h("div", { class: "toasts" });
    this.keys = new BotKeyboard(chat, this.composer, (text) => this.send(text, null));
    this.foot = h("footer", { class: "foot" });
    const head = h(
      "header",
      { class: "phone-head" },
      h("span", { class: "avatar", "aria-hidden": "true" }, icon("music")),
      h("span", { class: "who" }, h("b", {}, store.bot.first_name), this.status),
      this.blockButton,
    );
    const screen = h(
      "div",
      { class: "screen" },
      head,
      h("div", { class: "middle" }, this.history.element, this.toasts),
      this.foot,
      this.keys.element,
    );
    this.element = h(
      "section",
      { class: "phone", id: `phone-${chat.id}`, "aria-label": `Phone of ${chat.label}`, data: { chat: chat.id, hue } },
      this.switchButton,
      screen,
    );
    this.element.addEventListener("pointerdown", () => deck.touched(chat.id));
    this.element.addEventListener("focusin", () => deck.touched(chat.id));
    this.element.addEventListener("contextmenu", (event) => this.contextMenu(event));
    this.composer.attachments.acceptDrops(screen);
    this.showStatus();
  }

  // What the parts ask for

  actions() {
    const { chat, store } = this;
    return {
      username: store.bot.username,
      command: (text) => this.send(text, null),
      start: (code) => chooseStart(store, code, chat.id, (id) => this.deck.startOn(id, code)),
      jump: (id) => this.history.jump(id) || toast(this.toasts, "That message is gone."),
      menu: (message, opener) => openMessageMenu(message, opener, this.menuTodo()),
      press: (message, button, element) => this.press(message, button, element),
      react: (message, emoji) => this.attempt(() => api.react(chat.id, message.message_id, emoji)),
      copy: (text) => this.copy(text),
      enlarge,
    };
  }

  menuTodo() {
    return {
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.composer.edit(message),
      copy: (text) => this.copy(text),
      react: (message, emoji) => this.attempt(() => api.react(this.chat.id, message.message_id, emoji)),
      erase: (message) => this.attempt(() => api.erase(this.chat.id, message.message_id)),
    };
  }

  todo() {
    return {
      send: (text, replyTo) => this.send(text, replyTo),
      media: (parcels, more) => this.sendMedia(parcels, more),
      voice: ({ file, seconds }, replyTo) =>
        this.attempt(() =>
          api.sendMedia(this.chat.id, ["voice"], [file], { replyTo, facts: { duration: Math.max(1, Math.round(seconds)) } }),
        ),
      edit: (message, words) =>
        this.attempt(() => api.edit(this.chat.id, message.message_id, message.text ? { text: words } : { caption: words })),
      complain: (text) => this.complain(text),
      editLast: () => {
        const message = this.history.newest(true);
        if (message && canEdit(message)) this.composer.edit(message);
      },
      showKeys: () => this.keys.toggle(),
    };
  }

  /** Runs a request; false, with a notice in this phone, where it failed. */
  async attempt(act) {
    try {
      await act();
      return true;
    } catch (error) {
      this.complain(error.message);
      return false;
    }
  }

  complain(text) {
    toast(this.toasts, text, { bad: true });
  }

  send(text, replyTo) {
    // Telegram's apps cut what is too long for one message.
    const parts = text.match(new RegExp(`[^]{1,${PART}}`, "g")) ?? [];
    return this.attempt(async () => {
      for (const part of parts) await api.sendText(this.chat.id, part, replyTo);
    });
  }

  sendMedia(parcels, { caption, replyTo }) {
    return this.attempt(async () => {
      for (const [index, { kinds, files }] of parcels.entries()) {
        const facts = files.length === 1 ? await measure(files[0]) : {};
        await api.sendMedia(this.chat.id, kinds, files, { caption: index === 0 ? caption : "", replyTo, facts });
      }
    });
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast(this.toasts, "Copied.");
    } catch {
      this.complain("This browser does not let the page copy.");
    }
  }

  async press(message, button, element) {
    element.classList.add("busy");
    element.setAttribute("aria-busy", "true");
    setTimeout(() => this.rest(), 5000);
    if (!(await this.attempt(() => api.press(this.chat.id, message.message_id, button.callback_data)))) this.rest();
  }

  /** Takes the waiting mark from the buttons: the bot has done something. */
  rest() {
    for (const element of this.element.querySelectorAll(".key.busy")) {
      element.classList.remove("busy");
      element.removeAttribute("aria-busy");
    }
  }

  setBlocked(blocked) {
    return this.attempt(() => api.block(this.chat.id, blocked));
  }

  contextMenu(event) {
    const item = event.target.closest?.(".bubble")?.closest(".message");
    if (!item || getSelection()?.toString() || event.target.closest("a, video")) return;
    event.preventDefault();
    item.querySelector(".more").click();
  }

  // What the store tells

  changed(why) {
    this.rest();
    if (why === "own") this.keys.used();
    this.history.draw(why);
    this.showStatus();
  }

  toast({ text, alert }) {
    this.rest();
    if (!text) return;
    if (alert) showAlert(this.store.bot.first_name, this.chat.label, text);
    else toast(this.toasts, text);
  }

  showStatus() {
    const { chat, store } = this;
    const acting = chat.action && chat.action.until > Date.now() ? doing(chat.action.name) : null;
    const words = !store.connected ? "connecting" : store.down ? "waiting for Telegram" : (acting ?? "bot");
    fill(
      this.status,
      words,
      acting || !store.connected || store.down ? h("span", { class: "dots", "aria-hidden": "true" }) : null,
    );
    this.status.classList.toggle("acting", Boolean(acting));
    clearTimeout(this.actionTimer);
    if (acting) this.actionTimer = setTimeout(() => this.showStatus(), chat.action.until - Date.now() + 50);
    this.badge.hidden = chat.unseen === 0;
    this.badge.textContent = String(chat.unseen);
    fill(this.blockButton, icon("block"), h("span", {}, chat.blocked ? "Unblock" : "Block"));
    this.blockButton.title = chat.blocked ? "Let the bot write here again" : "Block the bot on this phone";
    this.blockButton.setAttribute("aria-label", `${chat.blocked ? "Unblock" : "Block"} the bot on the phone of ${chat.label}`);
    this.showFoot();
    this.keys.draw();
    this.history.showUnseen();
    this.composer.refresh();
  }

  showFoot() {
    const state = this.chat.blocked ? "blocked" : this.chat.started || this.chat.messages.size ? "open" : "new";
    if (this.footState === state) return;
    this.footState = state;
    const unblock = () => this.setBlocked(false);
    if (state === "blocked") {
      const button = h("button", { type: "button", class: "primary", onclick: unblock }, "Unblock");
      fill(this.foot, h("div", { class: "blocked-bar" }, h("span", {}, "You have blocked this bot."), button));
      return;
    }
    const start = h("button", { type: "button", class: "primary start", onclick: () => this.send("/start", null) }, "Start");
    fill(this.foot, state === "new" ? h("div", { class: "start-bar" }, start) : null, this.composer.element);
    this.composer.refresh();
  }
}
