// How long and how large a file is, as Telegram's apps tell when they send it.

const PATIENCE = 2500;

/** {duration, width, height} of a sound or a film, in whole seconds and pixels; {} where the browser can't tell. */
export function measure(file) {
  const family = file.type.split("/")[0];
  if (family !== "audio" && family !== "video") return Promise.resolve({});
  const media = document.createElement(family);
  const url = URL.createObjectURL(file);
  return new Promise((resolve) => {
    const tell = () => {
      const { duration, videoWidth, videoHeight } = media;
      const facts = videoWidth ? { width: videoWidth, height: videoHeight } : {};
      if (Number.isFinite(duration) && duration > 0) facts.duration = Math.max(1, Math.round(duration));
      URL.revokeObjectURL(url);
      resolve(facts);
    };
    media.addEventListener("loadedmetadata", tell, { once: true });
    media.addEventListener("error", tell, { once: true });
    setTimeout(tell, PATIENCE);
    media.preload = "metadata";
    media.src = url;
  });
}
