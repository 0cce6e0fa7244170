// Pictures from files, the clipboard and the camera.

import { button, element } from "../shared/dom.js";
import { LARGEST_PICTURE } from "../shared/limits.js";
import { greyPixels } from "./arithmetic.js";

/**
 * Read a picture as grey pixels, not larger than the page can show.
 * @param {any} source A file, or anything else that the browser can draw.
 * @param {string} name
 */
export async function readPicture(source, name) {
  const picture = await createImageBitmap(source);
  const scale = Math.min(1, LARGEST_PICTURE / Math.max(picture.width, picture.height));
  const [columns, rows] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = element("canvas", { width: columns, height: rows });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#ffffff";
  brush.fillRect(0, 0, columns, rows);
  brush.drawImage(picture, 0, 0, columns, rows);
  const pixels = greyPixels(brush.getImageData(0, 0, columns, rows).data);
  return { name, rows, columns, pixels: new DataView(pixels.buffer) };
}

/** The camera's live picture, and a button that takes it. The camera is on only while this is open. */
export class Camera {
  /**
   * @param {object} acts
   * @param {(video: any) => Promise<void>} acts.take
   * @param {(sentence: string) => void} acts.fail
   */
  constructor({ take, fail }) {
    this.isThere = Boolean(navigator.mediaDevices?.getUserMedia);
    this.fail = fail;
    /** @type {any} */
    this.stream = null;
    this.video = element("video", { muted: true, playsinline: true, "aria-label": "What the camera sees" });
    this.shutter = button("take", "Take this picture", async () => { await take(this.video); this.close(); });
    this.node = element("div", { class: "camera", hidden: true }, this.video,
      element("div", { class: "camera-buttons" }, this.shutter, button("close", "Close", () => this.close())));
  }

  async open() {
    if (this.stream) return;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      this.video.srcObject = this.stream;
      this.node.hidden = false;
      await this.video.play();
      this.shutter.focus();
    } catch {
      this.close();
      this.fail("The camera cannot be used: there is none, another program has it, or the browser may not use it here.");
    }
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = this.video.srcObject = null;
    this.node.hidden = true;
  }
}
