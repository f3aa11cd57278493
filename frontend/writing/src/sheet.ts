/** What stands in a form in which somebody writes: read as what is kept, and filled with what was. */
import type { Content } from './server';

/** Fields that say how a form is sent, not what. */
const OWN = new Set(['key', 'draft', 'revision', 'window', 'seen.status']);

export class Sheet {
  readonly text: HTMLTextAreaElement;

  constructor(private readonly form: HTMLFormElement) {
    this.text = form.querySelector('textarea')!;
  }

  content(): Content {
    const fields: [string, string][] = [];
    let html = '';
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value !== 'string' || OWN.has(name) || name === this.text.name) continue;
      if (name === 'html') html = value;
      else fields.push([name, value]);
    }
    return { text: this.text.value, html, fields };
  }

  /** The same as a text, to compare with. */
  json() {
    return JSON.stringify(this.content());
  }

  async fill(content: Content) {
    const set = (name: string, value: string) => {
      for (const field of this.form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === 'hidden' || field.type === 'file') continue;
        if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = field.value === value;
        else field.value = value;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }
    };
    const type = content.fields.find(([name]) => name === 'type');
    // It decides which other fields there are.
    if (type) set(...type);
    await new Promise((next) => setTimeout(next, type ? 50 : 0));
    for (const [name, value] of content.fields) if (name !== 'type') set(name, value);
    this.text.value = content.text;
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
    this.format(content.html);
  }

  /** The text with its looks, which the editor shows. */
  format(html: string) {
    this.field('html', html);
    const host = this.text.closest('[data-composer]');
    host?.dispatchEvent(new CustomEvent('portico:set', { bubbles: true, detail: { html, text: this.text.value } }));
  }

  /** A hidden field of the form, set to `value` if there is one. */
  field(name: string, value?: string): string {
    const field = this.form.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (field && value !== undefined) field.value = value;
    return field?.value ?? '';
  }
}
