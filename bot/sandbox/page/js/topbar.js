// The line over the phones: the switch that takes Telegram away, the sandbox's clock, and the introduction.

import * as api from "./api.js";
import { fill, h } from "./element.js";

const CLOCK = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
// A short break of the line needs no words.
const PATIENCE = 700;
const SEEN = "backline-sandbox-introduction";

export function topbar(store, { down, clock, notice }) {
  down.addEventListener("click", async () => {
    try {
      await api.setDown(!store.down);
    } catch (error) {
      say(error.message);
    }
  });
  const say = (words) => {
    notice.textContent = words;
    notice.hidden = !words;
  };
  let late = 0;
  const draw = (lost = false) => {
    down.setAttribute("aria-checked", String(store.down));
    clearTimeout(late);
    if (!store.connected && !lost) late = setTimeout(() => draw(true), PATIENCE);
    say(
      lost && !store.connected
        ? "Looking for the sandbox. This page carries on by itself as soon as it is back."
        : store.down
          ? "Telegram is down for the bot. What you send waits, and nothing is lost: switch it on again and see."
          : "",
    );
    tick();
  };
  // A story may play on a fast clock; a clock that runs with this computer's needs no mention.
  const tick = () => {
    clock.hidden = Math.abs(store.clockOffset) < 90;
    clock.textContent = `Sandbox clock: ${CLOCK.format(store.now() * 1000)}`;
  };
  store.on("service", () => draw());
  setInterval(tick, 10_000);
  draw();
}

/** Three things to try first, for whoever has never seen this; gone for good once it is closed. */
export function introduction(store, deck, { strip, tries, close, reopen }) {
  const remembered = () => {
    try {
      return localStorage.getItem(SEEN) === "closed";
    } catch {
      return false;
    }
  };
  const show = (open) => {
    strip.hidden = !open;
    reopen.hidden = open;
    try {
      localStorage.setItem(SEEN, open ? "open" : "closed");
    } catch {
      // Without storage it opens again next time, which does no harm.
    }
  };
  close.addEventListener("click", () => {
    show(false);
    reopen.focus();
  });
  reopen.addEventListener("click", () => {
    show(true);
    close.focus();
  });
  store.on("phones", () => {
    const [first, second] = [...store.chats.values()];
    if (!first) return;
    const words = "How do I stop my fingers hurting when I play a chord?";
    const rows = [[`Ask something as ${first.label}`, () => deck.show(first.id).composer.draft(words)]];
    if (second)
      rows.push([`Answer it as ${second.label}: tap “I'll take it”, or reply`, () => deck.show(second.id).composer.field.focus()]);
    rows.push(["Switch Telegram off, send something, switch it on again", () => document.getElementById("down").focus()]);
    fill(
      tries,
      rows.map(([label, act]) => h("li", {}, h("button", { type: "button", class: "try", onclick: act }, label))),
    );
  });
  show(!remembered());
}
