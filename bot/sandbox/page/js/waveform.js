// The shape of a voice message, measured from its own samples when it comes into view.

export const BARS = 36;
const LARGEST = 4 * 1024 * 1024;
const known = new Map();

const watcher = new IntersectionObserver((changes) => {
  for (const change of changes) {
    if (!change.isIntersecting) continue;
    watcher.unobserve(change.target);
    waiting.get(change.target)?.();
    waiting.delete(change.target);
  }
});
const waiting = new WeakMap();

const visible = (element) =>
  new Promise((resolve) => {
    waiting.set(element, resolve);
    watcher.observe(element);
  });

/** Resolves with one loudness between 0 and 1 for each bar; rejects where the sound can't be read. */
export async function peaksOf(url, element) {
  await visible(element);
  if (!known.has(url)) known.set(url, measure(url));
  return known.get(url);
}

async function measure(url) {
  const answer = await fetch(url);
  if (!answer.ok || Number(answer.headers.get("content-length")) > LARGEST) throw new Error("no shape");
  const context = new OfflineAudioContext(1, 1, 8000);
  const sound = await context.decodeAudioData(await answer.arrayBuffer());
  const samples = sound.getChannelData(0);
  const step = Math.max(1, Math.floor(samples.length / BARS));
  const loud = Array.from({ length: BARS }, (_, bar) => {
    let sum = 0;
    for (let index = bar * step; index < (bar + 1) * step && index < samples.length; index += 1) sum += samples[index] ** 2;
    return Math.sqrt(sum / step);
  });
  const most = Math.max(...loud, 0.0001);
  return loud.map((value) => value / most);
}
