// Files that wait in the composer to be sent: chosen, dropped or pasted, with a small picture of each.

import { h, iconButton } from "./element.js";
import { icon } from "./icons.js";
import { openPopup, popupItem } from "./popup.js";
import { fileSize } from "./summary.js";

const ALBUM = 10;
const SOURCES = [
  ["image", "Photo or video", "auto", "image/*,video/*", true],
  ["file", "File", "document", "", true],
  ["music", "Audio", "audio", "audio/*", true],
  ["mic", "Voice message from a file", "voice", "audio/*", false],
  ["round", "Round video", "video_note", "video/*", false],
  ["smile", "Sticker (WebP)", "sticker", "image/webp", false],
];

/** How Telegram's apps would send this file. */
export function kindOf(file) {
  const [family, form] = file.type.split("/");
  if (family === "image" && form === "gif") return "animation";
  if (family === "image" && ["jpeg", "png", "webp", "bmp"].includes(form)) return "photo";
  if (family === "video" || family === "audio") return family;
  return "document";
}

/** Sorts files into sendings of {kinds, files}: pictures and films together, everything else with its like, ten at most. */
export function parcels(staged) {
  const made = [];
  for (const { file, kind } of staged) {
    const family = kind === "video" ? "photo" : kind;
    const albums = ["photo", "document", "audio"].includes(family);
    const last = made[made.length - 1];
    if (!albums || last?.family !== family || last.files.length === ALBUM) made.push({ family, kinds: [], files: [] });
    const parcel = made[made.length - 1];
    parcel.kinds.push(kind);
    parcel.files.push(file);
  }
  return made;
}

export class Attachments {
  /** `changed` is called whenever the list of waiting files changes. */
  constructor(changed) {
    this.changed = changed;
    this.staged = [];
    this.element = h("ul", { class: "staged", "aria-label": "Files to send", hidden: true });
    this.input = h("input", { type: "file", multiple: true, class: "hidden-input", tabindex: -1, "aria-label": "Files to send" });
    this.mode = "auto";
    this.input.addEventListener("change", () => {
      this.add([...this.input.files], this.mode);
      this.input.value = "";
    });
    this.button = iconButton(icon("attach"), "Attach a file", {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => this.menu(),
    });
  }

  menu() {
    openPopup(
      this.button,
      "Attach",
      SOURCES.map(([name, label, mode, accept, several]) => popupItem(icon(name), label, () => this.pick(mode, accept, several))),
    );
  }

  pick(mode, accept, several) {
    this.mode = mode;
    this.input.accept = accept;
    this.input.multiple = several;
    this.input.click();
  }

  add(files, mode = "auto") {
    for (const file of files) {
      const kind = mode === "auto" ? kindOf(file) : mode;
      this.staged.push({ file, kind, preview: /^image\//.test(file.type) ? URL.createObjectURL(file) : null });
    }
    this.draw();
  }

  /** Lets files be dropped anywhere on a phone's screen. */
  acceptDrops(screen) {
    const carries = (event) => event.dataTransfer?.types.includes("Files");
    screen.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      screen.classList.add("dropping");
    });
    screen.addEventListener("dragleave", () => screen.classList.remove("dropping"));
    screen.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      screen.classList.remove("dropping");
      this.add([...event.dataTransfer.files]);
    });
  }

  /** Takes the waiting files out, in sendings of one kind each. */
  take() {
    const made = parcels(this.staged);
    this.clear();
    return made;
  }

  clear() {
    for (const { preview } of this.staged) if (preview) URL.revokeObjectURL(preview);
    this.staged = [];
    this.draw();
  }

  remove(entry) {
    if (entry.preview) URL.revokeObjectURL(entry.preview);
    this.staged = this.staged.filter((other) => other !== entry);
    this.draw();
  }

  draw() {
    this.element.hidden = this.staged.length === 0;
    this.element.replaceChildren(
      ...this.staged.map((entry) => {
        const { file, preview, kind } = entry;
        const picture = preview ? h("img", { src: preview, alt: "" }) : icon(ICONS[kind] ?? "file");
        return h(
          "li",
          { class: "staged-file", title: file.name },
          h("span", { class: "thumb" }, picture),
          h("span", { class: "file-words" }, h("b", {}, file.name), h("small", {}, fileSize(file.size))),
          iconButton(icon("close"), `Take ${file.name} away`, { class: "small", onclick: () => this.remove(entry) }),
        );
      }),
    );
    this.changed();
  }
}

const ICONS = { audio: "music", voice: "mic", video: "video", video_note: "round", sticker: "smile" };
