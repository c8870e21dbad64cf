// Players for voice messages, audio and round videos: a button, a position, a time.

import { h, svg } from "./element.js";
import { icon } from "./icons.js";
import { duration } from "./summary.js";
import { BARS, peaksOf } from "./waveform.js";

// One thing sounds at a time on the whole page, as on one telephone.
document.addEventListener(
  "play",
  (event) => {
    for (const other of document.querySelectorAll("audio, video")) {
      if (other !== event.target && !other.muted) other.pause();
    }
  },
  true,
);

function playButton(media, label) {
  const button = h("button", { type: "button", class: "play-button", "aria-label": `Play ${label}` }, icon("play"));
  const show = () => {
    button.replaceChildren(icon(media.paused ? "play" : "pause"));
    button.setAttribute("aria-label", `${media.paused ? "Play" : "Pause"} ${label}`);
  };
  button.addEventListener("click", () => toggle(media));
  for (const name of ["play", "pause", "ended"]) media.addEventListener(name, show);
  return button;
}

function toggle(media) {
  if (!media.paused) media.pause();
  // A file that cannot be played says so through its "error" event, which the bubble shows.
  else media.play().catch(() => {});
}

/** A recording made in a browser has no length in its head, so Telegram's own field serves. */
const lengthOf = (media, told) => (Number.isFinite(media.duration) && media.duration > 0 ? media.duration : told || 0);

function failing(media, box) {
  media.addEventListener(
    "error",
    () => {
      box.classList.add("broken");
      box.append(h("span", { class: "media-error" }, "This file can't be played here."));
    },
    { once: true },
  );
}

/** The sound of a voice message or a piece of audio. */
export function soundPlayer(url, { label, seconds, wave, title, subtitle }) {
  const audio = h("audio", { src: url, preload: "metadata" });
  const range = h("input", { type: "range", min: 0, max: 1000, step: 1, value: 0, "aria-label": `Position in ${label}` });
  const time = h("span", { class: "player-time" }, duration(seconds));
  const track = h("span", { class: wave ? "track wave" : "track" });
  const shade = wave ? bars(track, url) : null;
  track.append(range);

  const follow = () => {
    const total = lengthOf(audio, seconds);
    const share = total ? Math.min(1, audio.currentTime / total) : 0;
    if (document.activeElement !== range || !audio.paused) range.value = String(Math.round(share * 1000));
    range.setAttribute("aria-valuetext", `${duration(audio.currentTime)} of ${duration(total)}`);
    range.style.setProperty("--share", `${share * 100}%`);
    shade?.(share);
    time.textContent = duration(audio.paused && audio.currentTime === 0 ? total : audio.currentTime);
  };
  audio.addEventListener("timeupdate", follow);
  audio.addEventListener("loadedmetadata", follow);
  audio.addEventListener("ended", () => {
    audio.currentTime = 0;
    follow();
  });
  range.addEventListener("input", () => {
    const total = lengthOf(audio, seconds);
    if (total) audio.currentTime = (Number(range.value) / 1000) * total;
    follow();
  });
  const words = title ? h("span", { class: "track-title" }, h("b", {}, title), subtitle ? h("small", {}, subtitle) : null) : null;
  const box = h(
    "div",
    { class: "player" },
    playButton(audio, label),
    h("div", { class: "player-body" }, words, track, time),
    audio,
  );
  failing(audio, box);
  return box;
}

/** Draws the sound's own shape and returns a function that colours what was heard. */
function bars(track, url) {
  const picture = svg("svg", { viewBox: `0 0 ${BARS * 4} 24`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const lines = Array.from({ length: BARS }, (_, index) =>
    svg("rect", { x: index * 4 + 0.5, width: 2.6, rx: 1.3, y: 10.5, height: 3 }),
  );
  picture.append(...lines);
  track.append(picture);
  peaksOf(url, track).then(
    (peaks) =>
      peaks.forEach((peak, index) => {
        const height = 3 + peak * 20;
        lines[index].setAttribute("height", height.toFixed(1));
        lines[index].setAttribute("y", (12 - height / 2).toFixed(1));
      }),
    () => {},
  );
  return (share) => lines.forEach((line, index) => line.classList.toggle("heard", (index + 0.5) / BARS <= share));
}

/** A round video that plays in place, with a ring for how far it is. */
export function roundPlayer(url, seconds) {
  const video = h("video", { src: url, preload: "metadata", playsinline: true, "aria-label": "Round video" });
  const reach = svg("circle", { cx: 50, cy: 50, r: 48, pathLength: 100, class: "ring" });
  reach.setAttribute("stroke-dasharray", "0 100");
  const time = h("span", { class: "player-time" }, duration(seconds));
  const box = h(
    "div",
    { class: "round-video" },
    video,
    svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" }, reach),
    playButton(video, "round video"),
    time,
  );
  video.addEventListener("click", () => toggle(video));
  video.addEventListener("timeupdate", () => {
    const total = lengthOf(video, seconds);
    reach.setAttribute("stroke-dasharray", `${total ? (video.currentTime / total) * 100 : 0} 100`);
    time.textContent = duration(video.currentTime || total);
  });
  for (const name of ["play", "pause"]) video.addEventListener(name, () => box.classList.toggle("playing", !video.paused));
  failing(video, box);
  return box;
}
