// Records a voice message with the computer's own microphone.

const FORMS = [
  ["audio/ogg;codecs=opus", "ogg"],
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
];

export class Recorder {
  /** Asks for the microphone and begins; rejects with words that can be shown. */
  static async start() {
    if (!navigator.mediaDevices || !globalThis.MediaRecorder)
      throw new Error("This browser can't record here. You can attach a sound file instead.");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      throw new Error("The microphone can't be used. You can attach a sound file instead.");
    }
    return new Recorder(stream);
  }

  constructor(stream) {
    this.stream = stream;
    const [type, ending] = FORMS.find(([form]) => MediaRecorder.isTypeSupported(form)) ?? ["", "webm"];
    this.ending = ending;
    this.machine = new MediaRecorder(stream, type ? { mimeType: type } : {});
    this.parts = [];
    this.machine.addEventListener("dataavailable", ({ data }) => this.parts.push(data));
    this.began = performance.now();
    this.machine.start();
  }

  get seconds() {
    return (performance.now() - this.began) / 1000;
  }

  /** Ends the recording and gives it as {file, seconds}. */
  finish() {
    const { seconds } = this;
    return new Promise((resolve) => {
      this.machine.addEventListener(
        "stop",
        () => {
          const type = this.machine.mimeType.split(";")[0] || "audio/webm";
          resolve({ file: new File(this.parts, `voice.${this.ending}`, { type }), seconds });
        },
        { once: true },
      );
      this.cancel();
    });
  }

  cancel() {
    if (this.machine.state !== "inactive") this.machine.stop();
    for (const track of this.stream.getTracks()) track.stop();
  }
}
