// Short plain words for times, sizes and messages: for quotes, labels and announcements.

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const clockTime = (unix) => CLOCK.format(unix * 1000);
export const dayName = (unix) => DAY.format(unix * 1000);
export const dayKey = (unix) => new Date(unix * 1000).toDateString();

/** Telegram names some emoji without the mark that asks for colours. */
export const colourful = (emoji) => (/^[\u2600-\u27bf]$/.test(emoji) ? `${emoji}\ufe0f` : emoji);

/** Seconds as 0:07 or 1:02:03. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(Number.isFinite(seconds) ? seconds : 0));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export function fileSize(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1000 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

const KINDS = {
  animation: "GIF",
  photo: "Photo",
  video: "Video",
  video_note: "Round video",
  voice: "Voice message",
  audio: "Audio",
  document: "File",
  sticker: "Sticker",
};
const OTHERS = { contact: "Contact", location: "Place", venue: "Place", poll: "Poll", dice: "Dice" };

/** The message's media as {kind, label, file}, or null; `file` is the largest size of a photo. */
export function mediaOf(message) {
  for (const [kind, label] of Object.entries(KINDS)) {
    const value = message[kind];
    if (!value) continue;
    return { kind, label, file: Array.isArray(value) ? value[value.length - 1] : value };
  }
  return null;
}

export function otherKind(message) {
  const kind = Object.keys(OTHERS).find((name) => message[name]);
  return kind ? OTHERS[kind] : null;
}

/** One line that stands for the message. */
export function summary(message) {
  if (message.text) return oneLine(message.text);
  if (message.pinned_message) return `Pinned: ${summary(message.pinned_message)}`;
  const media = mediaOf(message);
  const name = media?.kind === "sticker" ? `${media.file.emoji ?? ""} Sticker`.trim() : (media?.file.file_name ?? media?.label);
  const words = [name ?? otherKind(message) ?? "Message", message.caption].filter(Boolean);
  return oneLine(words.join(", "));
}

function oneLine(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 140 ? `${Array.from(line).slice(0, 139).join("")}…` : line;
}

const DOING = {
  typing: "typing",
  upload_photo: "sending a photo",
  upload_video: "sending a video",
  upload_document: "sending a file",
  upload_voice: "sending a voice message",
  record_voice: "recording",
  record_video: "recording a video",
  record_video_note: "recording a video",
  upload_video_note: "sending a video",
  choose_sticker: "choosing a sticker",
};

/** What the bot is doing, in words for the head of a phone. */
export const doing = (action) => DOING[action] ?? "typing";
