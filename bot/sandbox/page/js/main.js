// Reads the sandbox, follows its events, and starts over smoothly whenever the connection breaks.

import * as api from "./api.js";
import { Deck } from "./deck.js";
import { incoming, Store } from "./state.js";
import { summary } from "./summary.js";
import { Announcer } from "./toast.js";
import { introduction, topbar } from "./topbar.js";

const byId = (id) => document.getElementById(id);
const FIRST_WAIT = 300;
const LONGEST_WAIT = 4000;

const store = new Store();
const announcer = new Announcer(byId("live"));
const deck = new Deck(store, { table: byId("table"), tabs: byId("tabs"), others: byId("others") });
topbar(store, { down: byId("down"), clock: byId("clock"), notice: byId("notice") });
introduction(store, deck, {
  strip: byId("introduction"),
  tries: byId("tries"),
  close: byId("close-introduction"),
  reopen: byId("reopen-introduction"),
});

store.on("arrived", ({ chat, message }) => {
  const { label } = store.chats.get(chat);
  if (incoming(message)) announcer.say(`${label}: ${summary(message)}`);
});

store.on("commands", async () => {
  // Where this fails the line is broken, and everything is read anew anyway.
  const state = await api.readState().catch(() => null);
  if (state) store.setCommands(state.phones);
});

const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

async function follow() {
  let wait = FIRST_WAIT;
  for (;;) {
    try {
      const state = await api.readState();
      const histories = await Promise.all(state.phones.map((phone) => api.readMessages(phone.chat_id)));
      store.load(state, histories);
      await api.listen(
        state.seq,
        (event) => store.apply(event),
        () => {
          wait = FIRST_WAIT;
          store.setConnected(true);
        },
      );
    } catch {
      // The line below waits and tries again; the page says that it is looking.
    }
    store.setConnected(false);
    await pause(wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }
}

follow();
