/**
 * The composer: loaded when somebody begins to write with formatting.
 *
 * The form stays the source of truth. On a host (`[data-composer]`) stand a `<textarea>`, a hidden `input[name=html]` and an empty
 * `.composer-place`. The textarea always holds the plain text, the input the formatting or nothing; each change sends an `input`
 * event from the textarea. `portico:set` with `{ html, text }` puts content in; resetting the form empties it.
 */
import { Editor } from '@tiptap/core';
import { focusedChain } from './chain';
import { Mentions } from './mention';
import { tidy } from './paste';
import { Pictures } from './pictures';
import { fromPlain } from './plain';
import { schema } from './schema';
import { Toolbar } from './toolbar';
import { type Words, words } from './words';

const composers = new WeakMap<HTMLElement, Composer | Promise<Composer>>();

/** Opens the composer on a host, or gives the one that is open. */
export async function open(host: HTMLElement, focus: boolean): Promise<void> {
  let composer = composers.get(host);
  if (!composer) {
    composer = Promise.all([words(), style()]).then(([told]) => new Composer(host, told));
    composers.set(host, composer);
    composer.catch(() => composers.delete(host));
  }
  const opened = await composer;
  composers.set(host, opened);
  opened.show(focus);
}

/** Switches between formatting and plain text; the choice is remembered. */
export async function toggle(host: HTMLElement): Promise<void> {
  const rich = !host.hasAttribute('data-rich');
  try {
    localStorage.setItem('portico.composer', rich ? 'rich' : 'plain');
  } catch {
    // Not remembered, then.
  }
  const composer = await composers.get(host);
  if (rich) await open(host, true);
  else composer?.hide();
}

/** Puts content in. */
export async function set(host: HTMLElement, html: string, text: string | undefined): Promise<void> {
  await open(host, false);
  (await composers.get(host))?.put(html, text);
}

function style(): Promise<void> {
  const href = new URL('composer.css', import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((done, failed) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.onload = () => done();
    link.onerror = () => {
      link.remove();
      failed(new Error('composer.css'));
    };
    document.head.append(link);
  });
}

class Composer {
  private readonly editor: Editor;
  private readonly toolbar: Toolbar;
  private readonly text: HTMLTextAreaElement;
  private readonly html: HTMLInputElement;
  /** What was formatted when plain text was asked for, to come back to. */
  private left = { text: '', html: '' };

  constructor(
    private readonly host: HTMLElement,
    told: Words,
  ) {
    const part = <E extends Element>(selector: string) => {
      const found = host.querySelector<E>(selector);
      if (!found) throw new Error(`composer without ${selector}`);
      return found;
    };
    this.text = part<HTMLTextAreaElement>('textarea');
    this.html = part<HTMLInputElement>('input[name=html]');
    const form = host.closest('form');
    const pictures = new Pictures(form);
    const label = this.text.labels?.[0]?.textContent ?? '';
    this.editor = new Editor({
      element: part<HTMLElement>('.composer-place'),
      extensions: schema(pictures.file, pictures.address, host.hasAttribute('data-open')),
      content: this.html.value || fromPlain(this.text.value),
      injectCSS: false,
      editorProps: {
        attributes: {
          class: 'composer-text rich',
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': label,
          'aria-required': String(this.text.required),
        },
        transformPastedHTML: tidy,
        handleKeyDown: (_, event) => this.key(event),
        handlePaste: (_, event) => this.take(pictures, event.clipboardData),
        handleDrop: (view, event, _slice, moved) =>
          !moved && this.take(pictures, event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos),
      },
      onUpdate: () => this.tell(),
    });
    this.toolbar = new Toolbar(this.editor, host, told);
    this.mentions = new Mentions(this.editor, host, told);
    this.editor.view.dom.before(this.toolbar.bar);
    this.text.addEventListener('focus', () => {
      if (host.hasAttribute('data-rich')) this.editor.view.focus();
    });
    form?.addEventListener('reset', () => {
      pictures.forget();
      this.html.value = '';
      this.left = { text: '', html: '' };
      // The form's own fields are empty after the event.
      setTimeout(() => this.editor.commands.clearContent(false));
    });
    host.addEventListener('portico:set', (event) => {
      const { html, text } = (event as CustomEvent<{ html?: string; text?: string }>).detail ?? {};
      if (this.host.hasAttribute('data-rich')) this.put(html ?? '', text);
    });
  }

  private readonly mentions: Mentions;

  show(focus: boolean) {
    if (!this.host.hasAttribute('data-rich')) {
      const text = this.text.value;
      const html = text !== '' && text === this.left.text ? this.left.html : this.html.value || fromPlain(text);
      this.editor.commands.setContent(html, { emitUpdate: false });
      this.mark(true);
      this.tell();
    }
    if (focus) focusedChain(this.editor).setTextSelection(this.editor.state.doc.content.size).run();
  }

  hide() {
    this.left = { text: this.text.value, html: this.html.value };
    this.html.value = '';
    this.mark(false);
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
    this.text.focus();
  }

  put(html: string, text = this.text.value) {
    this.editor.commands.setContent(html || fromPlain(text), { emitUpdate: false });
    this.tell();
  }

  private mark(rich: boolean) {
    this.host.toggleAttribute('data-rich', rich);
    this.text.tabIndex = rich ? -1 : 0;
    this.text.toggleAttribute('aria-hidden', false);
    if (rich) this.text.setAttribute('aria-hidden', 'true');
    else this.text.removeAttribute('aria-hidden');
    this.host.querySelector('[data-composer-switch]')?.setAttribute('aria-pressed', String(rich));
  }

  private tell() {
    const { editor } = this;
    this.text.value = editor.isEmpty ? '' : editor.getText({ blockSeparator: '\n\n' });
    this.html.value = editor.isEmpty ? '' : editor.getHTML();
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  private key(event: KeyboardEvent): boolean {
    if (this.mentions.key(event)) {
      event.preventDefault();
      return true;
    }
    // The form sends.
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return true;
    if (event.key === 'F10' && event.altKey) {
      this.toolbar.focus();
      return true;
    }
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.toolbar.bar.querySelector<HTMLElement>('[aria-keyshortcuts$="+K"]')?.click();
      return true;
    }
    return false;
  }

  /** Files go to the form's others; pictures stand in the text, too. Text that comes with a picture of itself stays text. */
  private take(pictures: Pictures, data: DataTransfer | null, at?: number): boolean {
    const files = [...(data?.files ?? [])];
    const html = data?.getData('text/html') ?? '';
    if (files.length === 0 || (html && new DOMParser().parseFromString(html.replace(/\sstyle\s*=/gi, ' data-style='), 'text/html').body.textContent?.trim())) return false;
    const content = pictures.take(files);
    if (content.length === 0) return true;
    const chain = focusedChain(this.editor);
    (at === undefined ? chain.insertContent(content) : chain.insertContentAt(at, content)).run();
    return true;
  }
}
