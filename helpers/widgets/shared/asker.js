// One question to Python at a time.

/**
 * Sends questions. While an answer is awaited, only the newest further question is kept, so that a dragged
 * slider leaves no queue behind.
 */
export class Asker {
  /**
   * @param {object} options
   * @param {(question: any) => void} options.send
   * @param {() => void} options.late Called when an answer takes long.
   * @param {number} options.patience Milliseconds until then.
   */
  constructor({ send, late, patience }) {
    this.send = send;
    this.late = late;
    this.patience = patience;
    this.isWaiting = false;
    /** @type {{question: any}|null} */
    this.next = null;
    /** @type {any} */
    this.timer = null;
  }

  ask(question) {
    if (this.isWaiting) {
      this.next = { question };
      return;
    }
    this.isWaiting = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.late, this.patience);
    this.send(question);
  }

  /** Say that the answer has come. Returns false if a newer question has just been sent instead. */
  answered() {
    clearTimeout(this.timer);
    this.isWaiting = false;
    const { next } = this;
    this.next = null;
    if (next) this.ask(next.question);
    return !next;
  }

  close() {
    clearTimeout(this.timer);
  }
}
