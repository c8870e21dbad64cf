// Shows the media of a message, each kind in its own way.

import { fileUrl } from "./api.js";
import { h } from "./element.js";
import { icon } from "./icons.js";
import { roundPlayer, soundPlayer } from "./player.js";
import { duration, fileSize, mediaOf } from "./summary.js";

const [WIDE, TALL, NARROW] = [320, 320, 120];

/** What must be equal for media that are already on the page to be kept, so that what plays goes on playing. */
export const mediaKey = (messages) =>
  messages
    .map((message) => {
      const media = mediaOf(message);
      return media ? `${media.kind}:${media.file.file_id}:${Boolean(message.has_media_spoiler)}` : "";
    })
    .join(" ");

/** One node for the media of a message or an album; null where there are none. */
export function mediaView(messages, actions) {
  const parts = messages.map((message) => ({ message, media: mediaOf(message) })).filter(({ media }) => media);
  if (!parts.length) return null;
  if (parts.length === 1) return single(parts[0], actions);
  const visual = parts.every(({ media }) => media.kind === "photo" || media.kind === "video");
  const cells = parts.map((part) =>
    h("div", { class: "cell", data: { message: part.message.message_id } }, single(part, actions, visual)),
  );
  return h("div", { class: visual ? `album album-${Math.min(parts.length, 5)}` : "stack" }, cells);
}

function single({ message, media }, actions, inAlbum = false) {
  const { file, kind } = media;
  const url = fileUrl(file.file_id);
  const view = VIEWS[kind](url, file, message, actions, inAlbum);
  return message.has_media_spoiler ? covered(view) : view;
}

const VIEWS = {
  photo,
  video,
  animation,
  video_note: (url, file) => roundPlayer(url, file.duration),
  voice: (url, file) => soundPlayer(url, { label: "voice message", seconds: file.duration, wave: true }),
  audio: (url, file) => soundPlayer(url, audioFacts(file)),
  document: documentRow,
  sticker,
};

/** Keeps the room of a picture before it has come, so that nothing jumps. */
function sized(element, file, inAlbum) {
  const { width, height } = file;
  if (!(width > 0 && height > 0)) return element;
  element.setAttribute("width", width);
  element.setAttribute("height", height);
  if (!inAlbum) element.style.width = `${Math.max(NARROW, Math.min(width, WIDE, (TALL * width) / height))}px`;
  return element;
}

function photo(url, file, message, actions, inAlbum) {
  const words = message.caption ? `Photo: ${message.caption.slice(0, 80)}` : "Photo";
  const picture = sized(h("img", { src: url, alt: words, loading: "lazy", draggable: "false" }), file, inAlbum);
  picture.addEventListener("error", () => picture.classList.add("broken"), { once: true });
  return h(
    "button",
    { type: "button", class: "picture", "aria-label": `${words}. Open larger`, onclick: () => actions.enlarge(url, message) },
    picture,
  );
}

function video(url, file, message, actions, inAlbum) {
  const element = h("video", {
    src: url,
    controls: true,
    preload: "metadata",
    playsinline: true,
    "aria-label": `Video, ${duration(file.duration)}`,
  });
  if (message.has_protected_content) element.setAttribute("controlslist", "nodownload noremoteplayback");
  return h("div", { class: "film" }, sized(element, file, inAlbum));
}

function animation(url, file, message) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const film = /^image\//.test(file.mime_type ?? "")
    ? null
    : h("video", { src: url, loop: true, playsinline: true, controls: still, "aria-label": "Moving picture" });
  if (film) {
    film.muted = true;
    film.autoplay = !still;
    return h("div", { class: "film" }, sized(film, file));
  }
  return h("div", { class: "film" }, sized(h("img", { src: url, alt: message.caption ?? "Moving picture" }), file));
}

function audioFacts(file) {
  const title = file.title ?? file.file_name ?? "Audio";
  return { label: title, seconds: file.duration, title, subtitle: file.performer };
}

function documentRow(url, file, message) {
  const name = file.file_name ?? "File";
  const facts = h(
    "span",
    { class: "file-words" },
    h("b", {}, name),
    h("small", {}, fileSize(file.file_size) || file.mime_type || "File"),
  );
  if (message.has_protected_content)
    return h("div", { class: "file-row" }, h("span", { class: "file-icon" }, icon("file")), facts);
  return h(
    "a",
    { class: "file-row", href: url, download: name, "aria-label": `Download ${name} ${fileSize(file.file_size)}` },
    h("span", { class: "file-icon" }, icon("download")),
    facts,
  );
}

function sticker(url, file) {
  const words = `Sticker ${file.emoji ?? ""}`.trim();
  if (file.is_animated) return h("div", { class: "sticker big-emoji", role: "img", "aria-label": words }, file.emoji ?? "🙂");
  if (!file.is_video)
    return h("div", { class: "sticker" }, sized(h("img", { src: url, alt: words, draggable: "false" }), file, true));
  const film = h("video", { src: url, loop: true, playsinline: true, "aria-label": words });
  film.muted = true;
  film.autoplay = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  return h("div", { class: "sticker" }, film);
}

function covered(view) {
  const button = h("button", { type: "button", class: "cover", "aria-label": "Hidden media: press to show" }, "Tap to show");
  const box = h("div", { class: "covered" }, view, button);
  view.inert = true;
  button.addEventListener("click", () => {
    view.inert = false;
    box.classList.add("shown");
    button.remove();
  });
  return box;
}
