// The list of messages in one phone: drawn anew only where something changed, held at its end
// while one reads there, and walked with the arrow keys.

import { bubble } from "./bubble.js";
import { h } from "./element.js";
import { icon } from "./icons.js";
import { incoming } from "./state.js";
import { dayKey, dayName } from "./summary.js";

const PAGE = 120;
const NEAR = 60;

/** Messages with one album id that follow each other stand together. */
function groups(entries) {
  const made = [];
  for (const { message, revision } of entries) {
    const album = message.media_group_id;
    const last = made[made.length - 1];
    if (album && last?.album === album) {
      last.messages.push(message);
      last.signature += `,${message.message_id}.${revision}`;
    } else {
      made.push({ key: message.message_id, album, messages: [message], signature: `${message.message_id}.${revision}` });
    }
  }
  return made;
}

export class History {
  constructor(chat, room, store) {
    this.chat = chat;
    this.room = room;
    this.store = store;
    this.items = new Map();
    this.shown = PAGE;
    this.atEnd = true;
    this.lastTop = 0;
    this.earlier = h("button", { type: "button", class: "earlier", onclick: () => this.showEarlier() }, "Earlier messages");
    this.list = h("ol", { class: "messages", role: "list", onkeydown: (event) => this.walk(event) });
    this.list.addEventListener("focusin", (event) => this.rove(event.target.closest(".message")));
    this.empty = h("p", { class: "empty" }, "No messages here yet.");
    this.scroller = h(
      "div",
      { class: "scroller", role: "region", "aria-label": "Messages" },
      this.earlier,
      this.empty,
      this.list,
    );
    this.count = h("span", { class: "badge" });
    this.jumpEnd = h(
      "button",
      { type: "button", class: "jump-end", "aria-label": "To the newest message", onclick: () => this.toEnd(true) },
      icon("down"),
      this.count,
    );
    this.element = h("div", { class: "history" }, this.scroller, this.jumpEnd);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    // Pictures that arrive late and a keyboard that opens must not push the newest message out of sight.
    new ResizeObserver(() => this.settle()).observe(this.list);
    new ResizeObserver(() => this.settle()).observe(this.scroller);
    this.draw("load");
  }

  draw(why) {
    this.look();
    const all = groups(this.chat.entries());
    if (!this.atEnd && why === "message") this.shown += 1;
    const visible = all.slice(-this.shown);
    this.earlier.hidden = visible.length === all.length;
    this.empty.hidden = all.length > 0;
    const wanted = [];
    let day = null;
    for (const group of visible) {
      const key = dayKey(group.messages[0].date);
      if (key !== day) wanted.push(this.dayLine(key, group.messages[0].date));
      day = key;
      wanted.push(this.item(group));
    }
    this.reconcile(wanted);
    if (why === "own") this.atEnd = true;
    this.settle();
    this.showUnseen();
  }

  item(group) {
    const before = this.items.get(group.key);
    if (before?.signature === group.signature) return before;
    const item = bubble(group, this.room, before);
    item.signature = group.signature;
    this.items.set(group.key, item);
    // A phone that is not on the table has its list all the same, though no place in the document.
    if (before?.parentNode) {
      const focused = before.contains(document.activeElement) ? focusPath(before) : null;
      item.tabIndex = before.tabIndex;
      before.replaceWith(item);
      if (focused !== null) refocus(item, focused);
    }
    return item;
  }

  dayLine(key, date) {
    const known = this.items.get(key);
    if (known) return known;
    const line = h("li", { class: "day" }, h("span", {}, dayName(date)));
    this.items.set(key, line);
    return line;
  }

  reconcile(wanted) {
    const keep = new Set(wanted);
    for (const [key, item] of this.items) {
      if (keep.has(item)) continue;
      item.remove();
      this.items.delete(key);
    }
    let at = this.list.firstChild;
    for (const item of wanted) {
      if (item === at) at = at.nextSibling;
      else this.list.insertBefore(item, at);
    }
    if (!this.list.querySelector('.message[tabindex="0"]')) this.rove([...this.list.querySelectorAll(".message")].pop());
  }

  // Scrolling

  settle() {
    this.look();
    if (this.atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
    this.lastTop = this.scroller.scrollTop;
    this.read();
  }

  /** Sees whether one reads at the end. Only moving up leaves it; a list that grew meanwhile does not. */
  look() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (clientHeight === 0) return;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.atEnd = true;
    else if (scrollTop < this.lastTop) this.atEnd = false;
    this.lastTop = scrollTop;
  }

  scrolled() {
    this.look();
    this.read();
    this.showUnseen();
  }

  /** What stands at the end of a list that somebody looks at has been seen. */
  read() {
    if (this.atEnd && this.scroller.clientHeight > 0 && document.visibilityState === "visible") this.store.seen(this.chat.id);
  }

  showUnseen() {
    this.jumpEnd.hidden = this.atEnd;
    this.count.hidden = this.chat.unseen === 0;
    this.count.textContent = String(this.chat.unseen);
    const more = this.chat.unseen ? `, ${this.chat.unseen} not seen yet` : "";
    this.jumpEnd.setAttribute("aria-label", `To the newest message${more}`);
  }

  toEnd(smooth) {
    this.atEnd = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.showUnseen();
  }

  /** Finds the place again after the phone was away from the page, where nothing keeps its scroll position. */
  returned() {
    if (this.atEnd) this.toEnd(false);
    else this.scroller.scrollTop = this.lastTop;
  }

  showEarlier() {
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.shown += PAGE;
    this.draw("earlier");
    this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }

  /** Scrolls to a message and marks it for a moment. */
  jump(messageId) {
    if (!this.chat.get(messageId)) return false;
    while (!this.find(messageId) && !this.earlier.hidden) this.showEarlier();
    const item = this.find(messageId);
    if (!item) return false;
    this.atEnd = false;
    item.scrollIntoView({ block: "center", behavior: "smooth" });
    item.focus({ preventScroll: true });
    item.classList.add("found");
    setTimeout(() => item.classList.remove("found"), 1600);
    return true;
  }

  find(messageId) {
    return this.list.querySelector(`[data-message="${Number(messageId)}"]`)?.closest(".message");
  }

  // The keyboard: one message is in the tab order, arrows move between them

  rove(item) {
    if (!item) return;
    for (const other of this.list.querySelectorAll('.message[tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
  }

  walk(event) {
    const item = event.target;
    if (!item.classList.contains("message")) return;
    const all = [...this.list.querySelectorAll(".message")];
    const at = all.indexOf(item);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[Math.max(0, Math.min(all.length - 1, to))].focus();
    else if (event.key === "Enter" || event.key === " ") item.querySelector(".more").click();
    else return;
    event.preventDefault();
  }

  /** The newest message, for quick keys. */
  newest(mine) {
    const entries = this.chat.entries().filter(({ message }) => incoming(message) !== mine);
    return entries[entries.length - 1]?.message ?? null;
  }
}

const focusable = (item) => [...item.querySelectorAll("button, a, input, video, [tabindex]")];

function focusPath(item) {
  return focusable(item).indexOf(document.activeElement);
}

function refocus(item, place) {
  (place >= 0 ? (focusable(item)[place] ?? item) : item).focus({ preventScroll: true });
}
