// Where a person writes: words, files, a voice message, an edit, or a reply.

import { Attachments } from "./attachments.js";
import { Suggestions } from "./commands.js";
import { fill, h, iconButton } from "./element.js";
import { icon } from "./icons.js";
import { openPopup, popupItem } from "./popup.js";
import { Recorder } from "./recorder.js";
import { incoming } from "./state.js";
import { duration, summary } from "./summary.js";

const TALLEST = 150;

export class Composer {
  /** `todo`: send(text, replyTo), media(parcels, {caption, replyTo}), voice(recording, replyTo), edit(message, words), complain(text), editLast(). */
  constructor(chat, botName, todo) {
    this.chat = chat;
    this.botName = botName;
    this.todo = todo;
    this.about = null;
    this.recording = null;
    this.field = h("textarea", {
      rows: 1,
      "aria-label": `Message from ${chat.label}`,
      placeholder: "Message",
      autocomplete: "off",
      enterkeyhint: "send",
      maxlength: 16384,
    });
    this.suggestions = new Suggestions(this.field, (command) => this.command(command));
    this.attachments = new Attachments(() => this.refresh());
    this.menuButton = iconButton(icon("menu"), "Commands", {
      class: "menu-button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => this.commandMenu(),
    });
    this.keysButton = iconButton(icon("keyboard"), "Show the bot's keyboard", { onclick: () => todo.showKeys(), hidden: true });
    this.sendButton = iconButton(icon("send"), "Send", { class: "send", onclick: () => this.send() });
    this.micButton = iconButton(icon("mic"), "Record a voice message", { onclick: () => this.record() });
    this.bar = h("div", { class: "about-bar", hidden: true });
    this.row = h("div", { class: "composer-row" });
    this.element = h(
      "div",
      { class: "composer" },
      this.suggestions.element,
      this.bar,
      this.attachments.element,
      this.attachments.input,
      this.row,
    );
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.suggestions.close());
    this.field.addEventListener("paste", (event) => this.paste(event));
    this.writing();
  }

  writing() {
    fill(
      this.row,
      this.menuButton,
      this.attachments.button,
      h("div", { class: "field" }, this.field, this.keysButton),
      this.micButton,
      this.sendButton,
    );
    this.refresh();
  }

  refresh() {
    const nothing = !this.field.value.trim() && this.attachments.staged.length === 0 && this.about?.kind !== "edit";
    const hadFocus = document.activeElement === this.sendButton || document.activeElement === this.micButton;
    this.micButton.hidden = !nothing;
    this.sendButton.hidden = nothing;
    if (hadFocus && nothing) this.field.focus();
    this.menuButton.hidden = this.chat.commands.length === 0;
    this.suggestions.commands = this.chat.commands;
    this.field.style.height = "auto";
    // A field that is not on the page has no height to go by; it gets one when its phone is shown.
    if (this.field.isConnected) this.field.style.height = `${Math.min(TALLEST, this.field.scrollHeight)}px`;
  }

  typed() {
    this.refresh();
    this.suggestions.update();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.suggestions.key(event)) {
      event.preventDefault();
      this.refresh();
    } else if (event.key === "Enter" && !event.shiftKey && !matchMedia("(pointer: coarse)").matches) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.about) {
      event.preventDefault();
      this.leaveAbout();
    } else if (event.key === "ArrowUp" && !this.field.value && !this.about) {
      event.preventDefault();
      this.todo.editLast();
    }
  }

  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.attachments.add(files);
  }

  /** Puts words into the field, ready to be sent or changed. */
  draft(text) {
    this.field.value = text;
    this.refresh();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  command(text) {
    this.field.value = "";
    this.suggestions.close();
    this.refresh();
    this.todo.send(text, null);
  }

  commandMenu() {
    openPopup(
      this.menuButton,
      "Commands of the bot",
      this.chat.commands.map(({ command, description }) =>
        popupItem(h("b", { class: "command-name" }, `/${command}`), description, () => this.command(`/${command}`)),
      ),
    );
  }

  // Replying and editing

  reply(message) {
    this.enter("reply", message, `Reply to ${incoming(message) ? this.botName : "yourself"}`);
    this.field.focus();
  }

  edit(message) {
    this.attachments.clear();
    this.enter("edit", message, "Edit the message");
    this.draft(message.text ?? message.caption ?? "");
  }

  enter(kind, message, title) {
    if (this.about?.kind === "edit") this.field.value = "";
    this.about = { kind, message };
    fill(
      this.bar,
      icon(kind),
      h("span", { class: "about-words" }, h("b", {}, title), h("span", {}, summary(message))),
      iconButton(icon("close"), "Cancel", { class: "small", onclick: () => this.leaveAbout() }),
    );
    this.bar.hidden = false;
    this.sendButton.replaceChildren(icon(kind === "edit" ? "check" : "send"));
    this.sendButton.setAttribute("aria-label", kind === "edit" ? "Save the change" : "Send");
    this.refresh();
  }

  leaveAbout() {
    if (this.about?.kind === "edit") this.field.value = "";
    this.about = null;
    this.bar.hidden = true;
    this.sendButton.replaceChildren(icon("send"));
    this.sendButton.setAttribute("aria-label", "Send");
    this.refresh();
    this.field.focus();
  }

  // Sending: what could not be sent comes back into the field

  async send() {
    const text = this.field.value.trim();
    const { about } = this;
    const replyTo = about?.kind === "reply" ? about.message.message_id : null;
    if (about?.kind === "edit") return this.attempt(() => this.todo.edit(about.message, text), text, about);
    const files = [...this.attachments.staged];
    if (files.length) {
      const parcels = this.attachments.take();
      const ok = await this.attempt(() => this.todo.media(parcels, { caption: text, replyTo }), text, about);
      if (!ok) for (const { file, kind } of files) this.attachments.add([file], kind);
      return ok;
    }
    return text ? this.attempt(() => this.todo.send(text, replyTo), text, about) : false;
  }

  async attempt(act, text, about) {
    this.field.value = "";
    this.suggestions.close();
    this.leaveAbout();
    if (await act()) return true;
    if (about) this.enter(about.kind, about.message, about.kind === "edit" ? "Edit the message" : "Reply");
    if (!this.field.value) this.draft(text);
    return false;
  }

  // A voice message

  async record() {
    try {
      this.recording = await Recorder.start();
    } catch (error) {
      this.todo.complain(error.message);
      return;
    }
    const time = h("span", { class: "record-time" }, "0:00");
    const done = iconButton(icon("send"), "Send the voice message", { class: "send", onclick: () => this.finishRecording() });
    fill(
      this.row,
      iconButton(icon("trash"), "Throw the recording away", { class: "danger", onclick: () => this.dropRecording() }),
      h("span", { class: "recording", role: "status" }, h("span", { class: "record-dot" }), "Recording ", time),
      done,
    );
    done.focus();
    this.ticking = setInterval(() => {
      time.textContent = duration(this.recording?.seconds ?? 0);
    }, 250);
  }

  async finishRecording() {
    const { recording } = this;
    this.stopTicking();
    const replyTo = this.about?.kind === "reply" ? this.about.message.message_id : null;
    this.leaveAbout();
    await this.todo.voice(await recording.finish(), replyTo);
  }

  dropRecording() {
    this.recording.cancel();
    this.stopTicking();
    this.field.focus();
  }

  stopTicking() {
    clearInterval(this.ticking);
    this.recording = null;
    this.writing();
  }
}
