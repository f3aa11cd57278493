/** A short sound for what is new in chats, for whoever has switched it on. Whether somebody has is remembered in the browser. */

import { type Notice, isChat } from '../live/notify';

const wanted = 'portico:sound';
const root = document.documentElement;

export class Bell {
  private sound?: AudioContext;
  private rung = 0;

  constructor(private readonly who: string) {
    this.tell();
    addEventListener('portico:notice', (event) => isChat((event as CustomEvent<Notice>).detail) && this.ring());
    document.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-sound]:not(html)') : null;
      if (button) this.choose(button.dataset['sound'] === 'on');
      else if (this.isOn) this.wake();
    });
  }

  private get isOn() {
    try {
      return localStorage.getItem(wanted) === this.who;
    } catch {
      return false;
    }
  }

  private choose(on: boolean) {
    try {
      if (on) localStorage.setItem(wanted, this.who);
      else localStorage.removeItem(wanted);
    } catch {
      // Then it is for this page alone, or not at all.
    }
    this.tell();
    if (!on) return;
    this.wake();
    this.ring();
  }

  /** Browsers let a page sound only after somebody has touched it. */
  private wake() {
    this.sound ??= new AudioContext();
    void this.sound.resume();
  }

  private tell() {
    root.dataset['sound'] = this.isOn ? 'on' : 'off';
  }

  private ring() {
    const { sound } = this;
    if (!this.isOn || !sound || sound.state !== 'running' || Date.now() - this.rung < 1_000) return;
    this.rung = Date.now();
    const [tone, loud] = [sound.createOscillator(), sound.createGain()];
    const now = sound.currentTime;
    tone.frequency.setValueAtTime(660, now);
    tone.frequency.setValueAtTime(880, now + 0.09);
    loud.gain.setValueAtTime(0.0001, now);
    loud.gain.exponentialRampToValueAtTime(0.12, now + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, now + 0.3);
    tone.connect(loud).connect(sound.destination);
    tone.start(now);
    tone.stop(now + 0.32);
  }
}
