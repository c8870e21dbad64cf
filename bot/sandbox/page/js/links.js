// What may be clicked: safe addresses, invitation links to this bot, and the addresses and
// commands that stand in plain words.

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const PLAIN = /(https?:\/\/[^\s<>"]+|\bt\.me\/[^\s<>"]+)|(?<![\w/@.<>])(\/[a-z][a-z0-9_]{0,31})(?![\w/<>])/giu;
const TRAILING = /[.,;:!?)\]}'"»]+$/u;

/** The address as a URL that is safe to open, or null. */
export function safeUrl(address) {
  const text = String(address ?? "").trim();
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  try {
    const url = new URL(full);
    return SAFE.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** The code of an invitation link to this bot ("" where the link has none); null for any other link. */
export function startCode(url, username) {
  if (!url || !username) return null;
  const same = (name) => name?.toLowerCase() === username.toLowerCase();
  const host = url.hostname.replace(/^www\./, "").toLowerCase();
  if (url.protocol === "tg:") {
    return same(url.searchParams.get("domain")) ? (url.searchParams.get("start") ?? "") : null;
  }
  if (host !== "t.me" && host !== "telegram.me") return null;
  return same(url.pathname.split("/")[1]) ? (url.searchParams.get("start") ?? "") : null;
}

/** Addresses and commands in plain words, as entities with offsets from the beginning of `text`. */
export function plainEntities(text) {
  const found = [];
  for (const match of text.matchAll(PLAIN)) {
    const words = match[1] ? match[0].replace(TRAILING, "") : match[0];
    if (words) found.push({ type: match[1] ? "url" : "bot_command", offset: match.index, length: words.length });
  }
  return found;
}
