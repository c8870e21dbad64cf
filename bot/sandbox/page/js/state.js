// What the page knows, and how each event of the sandbox changes it. Views listen; nothing here draws.
//
// Notices: "phones" (who there is), "chat" {chat, why} (messages), "status" {chat} (typing, block,
// unseen), "commands" (menus must be read anew), "toast" {chat, text, alert}, "arrived" {chat, message}, "service" (down, clock, connection).

export const incoming = (message) => Boolean(message.from?.is_bot);

/** Who put which emoji on a message, as [["bot" or "person", emoji], …]. */
export const reactionsOf = (message) =>
  Object.entries(message.reactions ?? {}).flatMap(([who, all]) => all.map((emoji) => [who === "bot" ? "bot" : "person", emoji]));

export const ownReaction = (message) => reactionsOf(message).find(([who]) => who === "person")?.[1] ?? "";

class Chat {
  constructor(phone) {
    this.id = phone.chat_id;
    this.messages = new Map();
    this.sorted = null;
    this.unseen = 0;
    this.action = null;
    this.describe(phone);
  }

  describe(phone) {
    this.label = phone.label;
    this.user = phone.user ?? {};
    this.blocked = Boolean(phone.blocked);
    this.started = Boolean(phone.started);
    this.commands = phone.commands ?? [];
    this.keyboard = phone.keyboard ? { markup: phone.keyboard, id: this.keyboard?.id ?? 0 } : null;
  }

  /** Messages in order, each as {message, revision}; the revision moves when the message changes. */
  entries() {
    this.sorted ??= [...this.messages.values()].sort((a, b) => a.message.message_id - b.message.message_id);
    return this.sorted;
  }

  get(messageId) {
    return this.messages.get(messageId)?.message;
  }

  put(message) {
    const before = this.messages.get(message.message_id);
    if (before && JSON.stringify(before.message) === JSON.stringify(message)) return;
    this.messages.set(message.message_id, { message, revision: (before?.revision ?? 0) + 1 });
    this.sorted = null;
  }

  remove(messageId) {
    this.messages.delete(messageId);
    this.sorted = null;
  }

  replace(messages) {
    const ids = new Set(messages.map((message) => message.message_id));
    for (const id of [...this.messages.keys()]) if (!ids.has(id)) this.remove(id);
    for (const message of messages) this.put(message);
  }

  /** Keeps the reply keyboard that a new message of the bot brings or takes away, with that message's id. */
  takeKeyboard(message) {
    const markup = message.reply_markup;
    if (markup?.remove_keyboard) this.keyboard = null;
    else if (markup?.keyboard) this.keyboard = { markup, id: message.message_id };
  }
}

export class Store extends EventTarget {
  bot = { id: 0, username: "", first_name: "Bot" };
  chats = new Map();
  down = false;
  connected = false;
  clockOffset = 0;

  notify(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail));
  }

  /** Takes over a whole reading of the sandbox, as after a start or a broken connection. */
  load(state, histories) {
    this.bot = state.bot;
    this.down = Boolean(state.down);
    this.setClock(state.now);
    const before = [...this.chats.keys()].join();
    const chats = new Map();
    state.phones.forEach((phone, index) => {
      const chat = this.chats.get(phone.chat_id) ?? new Chat(phone);
      chat.describe(phone);
      chat.replace(histories[index]);
      chats.set(phone.chat_id, chat);
    });
    this.chats = chats;
    if ([...chats.keys()].join() !== before) this.notify("phones");
    for (const id of chats.keys()) {
      this.notify("chat", { chat: id, why: "load" });
      this.notify("status", { chat: id });
    }
    this.notify("service");
  }

  /** Takes over the command menus, which can change for one chat or for all. */
  setCommands(phones) {
    for (const phone of phones) {
      const chat = this.chats.get(phone.chat_id);
      if (chat) chat.commands = phone.commands ?? [];
      this.notify("status", { chat: phone.chat_id });
    }
  }

  setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.notify("service");
  }

  setClock(now) {
    if (now) this.clockOffset = now - Date.now() / 1000;
  }

  /** Unix seconds on the sandbox's clock, which may be ahead of this computer's. */
  now() {
    return Date.now() / 1000 + this.clockOffset;
  }

  seen(id) {
    const chat = this.chats.get(id);
    if (!chat?.unseen) return;
    chat.unseen = 0;
    this.notify("status", { chat: id });
  }

  unseen() {
    return [...this.chats.values()].reduce((sum, chat) => sum + chat.unseen, 0);
  }

  /** Applies one event; false asks for a fresh reading, as when a phone is not known yet. */
  apply(event) {
    const { type, chat_id: id } = event;
    if (type === "commands") {
      this.notify("commands");
      return true;
    }
    if (type === "down" || type === "clock") {
      if (type === "down") this.down = Boolean(event.down);
      else this.setClock(event.now);
      this.notify("service");
      return true;
    }
    const chat = this.chats.get(id);
    if (!chat) return id === undefined || id === null;
    this.applyToChat(chat, event);
    return true;
  }

  applyToChat(chat, event) {
    const id = chat.id;
    switch (event.type) {
      case "message":
        this.receive(chat, event.message);
        break;
      case "edit":
      case "markup":
      case "pin":
      case "reaction":
        chat.put(event.message);
        if (event.type === "edit") chat.action = null;
        this.notify("chat", { chat: id, why: event.type });
        break;
      case "delete":
        chat.remove(event.message_id);
        this.notify("chat", { chat: id, why: "delete" });
        break;
      case "toast":
        this.notify("toast", { chat: id, text: event.text, alert: Boolean(event.show_alert) });
        break;
      default:
        this.applyToStatus(chat, event);
    }
  }

  applyToStatus(chat, event) {
    if (event.type === "block") chat.blocked = Boolean(event.blocked);
    else if (event.type === "action") chat.action = { name: event.action, until: Date.now() + 5000 };
    this.notify("status", { chat: chat.id });
  }

  receive(chat, message) {
    const known = chat.messages.has(message.message_id);
    chat.put(message);
    if (incoming(message)) chat.takeKeyboard(message);
    if (incoming(message) && !known) {
      chat.unseen += 1;
      chat.action = null;
    }
    this.notify("chat", { chat: chat.id, why: incoming(message) ? "message" : "own" });
    this.notify("status", { chat: chat.id });
    if (incoming(message) && !known) this.notify("arrived", { chat: chat.id, message });
  }
}
