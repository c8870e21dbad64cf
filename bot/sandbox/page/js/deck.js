// Which phones are on the table: as many side by side as there is room for, the others a tap away.

import * as api from "./api.js";
import { fill, h } from "./element.js";
import { openPopup, popupItem } from "./popup.js";
import { Phone } from "./phone.js";

const THREE = matchMedia("(min-width: 1040px)");
const TWO = matchMedia("(min-width: 680px)");

export class Deck {
  constructor(store, places) {
    this.store = store;
    this.table = places.table;
    this.tabs = places.tabs;
    this.others = places.others;
    this.phones = new Map();
    this.visible = [];
    this.used = [];
    for (const query of [THREE, TWO]) query.addEventListener("change", () => this.arrange());
    this.tabs.addEventListener("keydown", (event) => this.walkTabs(event));
    document.addEventListener("visibilitychange", () => this.readVisible());
    store.on("phones", () => this.build());
    store.on("chat", ({ chat, why }) => this.phones.get(chat)?.changed(why));
    store.on("status", ({ chat }) => this.status(chat));
    store.on("toast", (detail) => this.phones.get(detail.chat)?.toast(detail));
    store.on("service", () => this.phones.forEach((phone) => phone.showStatus()));
  }

  get slots() {
    return THREE.matches ? 3 : TWO.matches ? 2 : 1;
  }

  build() {
    const chats = this.store.chats;
    this.phones = new Map([...chats.values()].map((chat, index) => [chat.id, new Phone(chat, this.store, this, index % 6)]));
    this.visible = this.visible.filter((id) => chats.has(id));
    this.used = [...chats.keys()];
    this.arrange();
  }

  /** Fills the places from left to right, keeping what is shown already. */
  arrange() {
    const wanted = [...this.visible];
    for (const id of this.phones.keys()) if (!wanted.includes(id)) wanted.push(id);
    // With fewer places than before, what was touched last stays.
    const recent = (id) => this.used.indexOf(id);
    const kept =
      wanted.length > this.slots && this.visible.length > this.slots
        ? [...this.visible].sort((a, b) => recent(a) - recent(b)).slice(0, this.slots)
        : wanted.slice(0, this.slots);
    this.visible = wanted.filter((id) => kept.includes(id));
    this.lay();
  }

  lay() {
    const shown = this.visible.map((id) => this.phones.get(id));
    for (const child of [...this.table.children]) if (!shown.some((phone) => phone.element === child)) child.remove();
    shown.forEach((phone, index) => {
      if (this.table.children[index] === phone.element) return;
      this.table.insertBefore(phone.element, this.table.children[index] ?? null);
      phone.composer.refresh();
      phone.history.returned();
    });
    this.table.dataset.shown = String(shown.length);
    this.drawTabs();
    this.readVisible();
  }

  readVisible() {
    for (const id of this.visible) this.phones.get(id)?.history.read();
  }

  status(id) {
    this.phones.get(id)?.showStatus();
    this.drawBadges();
  }

  touched(id) {
    this.used = [id, ...this.used.filter((other) => other !== id)];
  }

  /** Shows a phone: in the place of `instead`, or else in the last place that is not in use right now. */
  show(id, instead = null) {
    if (!this.visible.includes(id)) {
      const idle = this.visible.filter((other) => other !== this.used[0]).pop();
      this.visible.splice(this.visible.indexOf(instead ?? idle ?? this.visible[0]), 1, id);
    } else if (instead !== null) {
      const [from, to] = [this.visible.indexOf(id), this.visible.indexOf(instead)];
      [this.visible[from], this.visible[to]] = [this.visible[to], this.visible[from]];
    }
    this.touched(id);
    this.lay();
    return this.phones.get(id);
  }

  /** Opens an invitation link on a phone, as tapping it there and pressing Start would. */
  async startOn(id, code) {
    const phone = this.show(id);
    await phone.attempt(() => api.sendText(id, code ? `/start ${code}` : "/start", null));
    phone.composer.field.focus();
  }

  /** The menu at the head of a phone, to look at another one there. */
  switcher(phone) {
    const rows = [...this.phones.values()].map(({ chat }) =>
      popupItem(
        chat.unseen ? h("span", { class: "badge" }, String(chat.unseen)) : h("span", { class: "badge none" }),
        chat.label,
        () => this.show(chat.id, phone.chat.id).switchButton.focus(),
        { "aria-current": chat.id === phone.chat.id ? "true" : null },
      ),
    );
    openPopup(phone.switchButton, "Show another phone here", rows);
  }

  /** On a narrow page the tabs show every phone; on a wider one the head names those that have no place. */
  drawTabs() {
    const one = this.slots === 1;
    this.tabs.hidden = !one || this.phones.size < 2;
    this.others.hidden = one || this.phones.size <= this.slots;
    const focused = document.activeElement?.dataset?.tab;
    const chats = [...this.phones.values()].map((phone) => phone.chat);
    fill(this.tabs, one ? chats.map((chat) => this.tab(chat, this.visible.includes(chat.id))) : null);
    fill(this.others, one ? null : chats.filter(({ id }) => !this.visible.includes(id)).map((chat) => this.other(chat)));
    if (focused) document.querySelector(`[data-tab="${Number(focused)}"]`)?.focus();
    this.tabs.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.drawBadges();
  }

  tab(chat, chosen) {
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        "aria-selected": String(chosen),
        "aria-controls": chosen ? `phone-${chat.id}` : null,
        tabindex: chosen ? 0 : -1,
        data: { tab: chat.id },
        onclick: () => this.show(chat.id),
      },
      h("span", { class: "tab-label" }, chat.label),
      h("span", { class: "badge", hidden: true }),
    );
  }

  other(chat) {
    const show = () => this.show(chat.id).switchButton.focus();
    return h(
      "button",
      { type: "button", class: "tab", data: { tab: chat.id }, onclick: show },
      h("span", { class: "tab-label" }, chat.label),
      h("span", { class: "badge", hidden: true }),
    );
  }

  drawBadges() {
    for (const tab of [...this.tabs.children, ...this.others.children]) {
      const { unseen, label } = this.store.chats.get(Number(tab.dataset.tab)) ?? { unseen: 0 };
      tab.lastChild.hidden = unseen === 0;
      tab.lastChild.textContent = String(unseen);
      tab.setAttribute("aria-label", unseen ? `${label}, ${unseen} new` : label);
    }
    const all = this.store.unseen();
    document.title = all ? `(${all}) Backline sandbox` : "Backline sandbox";
  }

  walkTabs(event) {
    const all = [...this.tabs.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  }
}
