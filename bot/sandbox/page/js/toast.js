// Short notices inside a phone, and the one voice that tells screen readers what arrived.

import { h } from "./element.js";

const LASTS = 4000;

/** Shows a line over the messages for a few seconds. */
export function toast(place, text, { bad = false } = {}) {
  const line = h("div", { class: bad ? "toast bad" : "toast", role: bad ? "alert" : "status" }, text);
  place.append(line);
  setTimeout(
    () => {
      line.classList.add("going");
      setTimeout(() => line.remove(), 250);
    },
    bad ? LASTS * 1.5 : LASTS,
  );
}

export class Announcer {
  constructor(element) {
    this.element = element;
  }

  say(text) {
    this.element.append(h("p", {}, text));
    while (this.element.childElementCount > 6) this.element.firstChild.remove();
  }
}
