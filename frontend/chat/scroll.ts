/** Keeps the newest message in sight, unless somebody reads further up: then nothing moves, and a button tells what has come. */
import { fill, type Words } from './words';

/** Nearer than this to the end, in pixels, counts as being there. */
const NEAR = 60;

export class Scroll {
  private fresh = 0;

  constructor(
    private readonly log: HTMLElement,
    private readonly jump: HTMLElement,
    private readonly words: Words,
    private readonly arrived: () => void,
  ) {
    log.addEventListener('scroll', () => this.look(), { passive: true });
    jump.addEventListener('click', () => {
      this.toEnd();
      log.focus({ preventScroll: true });
    });
    this.look();
  }

  /** The log is turned around, so that it begins at its end without a script: 0 is the newest. */
  get atEnd() {
    return Math.abs(this.log.scrollTop) < NEAR;
  }

  toEnd() {
    this.log.scrollTop = 0;
    this.look();
  }

  /** So many messages of others have come. */
  came(count: number) {
    if (!this.atEnd) this.fresh += count;
    this.look();
  }

  private look() {
    if (this.atEnd) this.fresh = 0;
    this.jump.hidden = this.atEnd;
    this.jump.textContent = this.fresh > 0 ? fill(this.words.fresh, this.fresh) : this.words.newest;
    if (this.atEnd) this.arrived();
  }
}
