/** What the other side is told while nobody says anything: that somebody is here, writes, has read. */

/** Being here is told so often, in milliseconds. */
const HERE = 20_000;
/** Writing is told at most so often, and is over after such a pause. */
const TYPING = 3_000;
const PAUSE = 5_000;

export class Signals {
  private typed = 0;
  private writes = false;
  private pause = 0;
  private read = '';
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly address: string) {
    this.here();
    this.timer = setInterval(() => this.here(), HERE);
  }

  /** Somebody looks at the page, or does not any more. */
  here() {
    if (!document.hidden) void this.tell({ here: '1' });
  }

  gone() {
    clearTimeout(this.pause);
    this.writes = false;
    void this.tell({ here: '0', typing: '0' });
  }

  leave() {
    clearInterval(this.timer);
    this.gone();
  }

  wrote(something: boolean) {
    if (!something) return this.rest();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.rest(), PAUSE);
    const now = Date.now();
    if (this.writes && now - this.typed < TYPING) return;
    this.typed = now;
    this.writes = true;
    void this.tell({ typing: '1' });
  }

  rest() {
    clearTimeout(this.pause);
    if (!this.writes) return;
    this.writes = false;
    void this.tell({ typing: '0' });
  }

  saw(message: string) {
    if (message === this.read) return;
    this.read = message;
    void this.tell({ read: message }).then((told) => told || (this.read = ''));
  }

  /** What is not heard is said again in a moment. */
  private async tell(signal: Record<string, string>): Promise<boolean> {
    const body = new URLSearchParams(signal);
    const answer = await fetch(this.address, { method: 'POST', headers: { Accept: 'application/json' }, body, keepalive: true }).catch(() => undefined);
    return answer?.ok ?? false;
  }
}
