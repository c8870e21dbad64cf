// The sandbox's own HTTP interface. Every failure is an Error whose message can be shown.

async function call(path, options) {
  let answer;
  try {
    answer = await fetch(`/sandbox/${path}`, options);
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? `The sandbox said ${answer.status}.`);
  return body;
}

const post = (path, body) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const readState = () => call("state");
export const readMessages = async (chat) => (await call(`chats/${chat}/messages`)).messages;
export const sendText = (chat, text, replyTo) => post(`chats/${chat}/text`, { text, ...replying(replyTo) });
export const press = (chat, messageId, data) => post(`chats/${chat}/press`, { message_id: messageId, data });
export const edit = (chat, messageId, change) => post(`chats/${chat}/edit`, { message_id: messageId, ...change });
export const react = (chat, messageId, emoji) => post(`chats/${chat}/reaction`, { message_id: messageId, emoji });
export const erase = (chat, messageId) => post(`chats/${chat}/delete`, { message_id: messageId });
export const block = (chat, blocked) => post(`chats/${chat}/block`, { blocked });
export const setDown = (down) => post("down", { down });
export const fileUrl = (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`;

const replying = (replyTo) => (replyTo ? { reply_to: replyTo } : {});

/** Sends files as the kinds beside them; several become an album. `facts` are what the page measured, such as a duration. */
export function sendMedia(chat, kinds, files, { caption, replyTo, facts = {} } = {}) {
  const form = new FormData();
  form.append("kind", kinds.join(","));
  if (caption) form.append("caption", caption);
  if (replyTo) form.append("reply_to", String(replyTo));
  for (const [name, value] of Object.entries(facts)) if (value) form.append(name, String(value));
  for (const file of files) form.append("file", file, file.name);
  return call(`chats/${chat}/media`, { method: "POST", body: form });
}

/** Hands each event after `since` to `receive`; resolves when the stream breaks. */
export function listen(since, receive, opened) {
  return new Promise((resolve) => {
    const stream = new EventSource(`/sandbox/events?since=${since}`);
    const end = () => {
      stream.close();
      resolve();
    };
    stream.onopen = opened;
    stream.onerror = end;
    stream.onmessage = ({ data }) => {
      if (receive(JSON.parse(data)) === false) end();
    };
  });
}
