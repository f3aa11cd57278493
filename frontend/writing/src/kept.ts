/** A form that the browser itself sends, kept in this browser until the server has what it holds: marked with `data-kept`. */
import { note, noted } from './memory';

type Fields = [name: string, value: string][];

/** The form that was sent last, by the name of what is kept of it. */
const SENT = 'portico:kept-sent';
/** What a form is not written in. */
const LEFT_OUT = ['key', 'version'];

export class Kept {
  /** Something is written that only this browser has. */
  atRisk = false;
  private readonly name: string;
  private timer = 0;
  /** Nobody wants it any more, whatever a part of the form still says of itself. */
  private dropped = false;
  /** What the form held when somebody first laid hands on it: an editor that opens changes it by itself. */
  private before: string | undefined;

  constructor(
    private readonly form: HTMLFormElement,
    who: string,
  ) {
    this.name = `portico:kept:${who}:${new URL(form.action).pathname}`;
    if (new URLSearchParams(location.search).get('done') === 'saved') forget(noted(SENT));
    const kept = this.read();
    if (form.hasAttribute('data-back')) {
      // A form that was refused holds what was sent, upon what others have saved meanwhile.
      this.before = '';
      this.atRisk = true;
    } else if (kept && text(this.fields()) !== text(kept)) {
      this.restore(kept);
    }
    const begin = () => (this.before ??= text(this.fields()));
    for (const hand of ['pointerdown', 'keydown', 'beforeinput', 'paste', 'drop']) form.addEventListener(hand, begin, true);
    const changed = () => {
      if (this.dropped || this.before === undefined) return;
      clearTimeout(this.timer);
      this.atRisk = text(this.fields()) !== this.before;
      if (!this.atRisk) forget(this.name);
      else this.timer = window.setTimeout(() => this.write(), 200);
    };
    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
  }

  leave() {
    if (this.atRisk) this.write();
  }

  /** What was sent is kept until a page says that it arrived. */
  submitting() {
    this.write();
    note(SENT, this.name);
    this.atRisk = false;
  }

  private fields(): Fields {
    const all = [...new FormData(this.form)];
    return all.filter((field): field is [string, string] => typeof field[1] === 'string');
  }

  private read(): Fields | null {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? 'null');
    } catch {
      return null;
    }
  }

  private write() {
    clearTimeout(this.timer);
    try {
      localStorage.setItem(this.name, JSON.stringify(this.fields()));
    } catch {
      // Leaving asks, whatever the browser keeps.
    }
  }

  /** With the version that it was begun with, so that what somebody else has saved meanwhile is not overwritten unseen. */
  private restore(kept: Fields) {
    this.before = text(this.fields());
    const of = (name: string) => kept.filter((field) => field[0] === name).map((field) => field[1]);
    for (const control of this.form.elements) {
      if (control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type)) {
        control.checked = of(control.name).includes(control.value);
      } else if (control instanceof HTMLInputElement && control.type === 'file') {
        continue;
      } else if (isField(control) && control.name !== 'key' && of(control.name).length) {
        control.value = of(control.name)[0] ?? '';
      }
    }
    const [html = ''] = of('html');
    const detail = { html, text: of('body')[0] ?? '' };
    const composer = this.form.querySelector('[data-composer]');
    if (html) composer?.dispatchEvent(new CustomEvent('portico:set', { bubbles: true, detail }));
    this.atRisk = true;
    this.tell();
  }

  private tell() {
    const line = document.createElement('p');
    line.className = 'notice';
    line.setAttribute('role', 'status');
    const drop = document.createElement('button');
    drop.type = 'button';
    drop.className = 'link-button';
    drop.textContent = this.form.dataset['keptDrop'] ?? '';
    drop.addEventListener('click', () => {
      this.dropped = true;
      this.atRisk = false;
      clearTimeout(this.timer);
      forget(this.name);
      // Browsers fill a form again that is loaded again.
      this.form.reset();
      location.reload();
    });
    line.append(`${this.form.dataset['kept'] ?? ''} `, drop);
    this.form.prepend(line);
  }
}

function isField(control: Element): control is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  return ['INPUT', 'TEXTAREA', 'SELECT'].includes(control.tagName);
}

function text(fields: Fields): string {
  return JSON.stringify(fields.filter(([name, value]) => value && !LEFT_OUT.includes(name)).sort());
}

function forget(name: string | null) {
  try {
    if (name) localStorage.removeItem(name);
  } catch {
    // Nothing was kept then.
  }
}
