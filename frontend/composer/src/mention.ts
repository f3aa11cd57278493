/** Naming people: `@` and the beginning of a name offers those who see the ticket. */
import type { Editor } from '@tiptap/core';
import { focusedChain } from './chain';
import { element, place } from './popover';
import type { Words } from './words';

interface Offered {
  slug: string;
  name: string;
  works_here: boolean;
}

const DECIDING = new Set(['note', 'company', 'queue', 'type', 'reporter']);

let count = 0;

export class Mentions {
  private readonly list: HTMLElement;
  private readonly id = `mentions-${(count += 1)}`;
  private offered: Offered[] = [];
  private chosen = 0;
  private from = 0;
  /** Not offered again after Escape, until the text before it changes. */
  private refused = -1;
  private asking = 0;

  constructor(
    private readonly editor: Editor,
    private readonly host: HTMLElement,
    private readonly words: Words,
  ) {
    this.list = element('ul', { class: 'composer-mentions', role: 'listbox', 'aria-label': words.mention.list, id: this.id });
    this.list.hidden = true;
    host.append(this.list);
    editor.on('selectionUpdate', () => void this.look());
    editor.on('update', () => void this.look());
    editor.on('blur', () => this.close());
  }

  private asked(): { find: string; from: number } | undefined {
    const { $from, empty } = this.editor.state.selection;
    if (!empty || !this.host.dataset['mentions'] || this.editor.isActive('code') || this.editor.isActive('codeBlock')) return;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 40), $from.parentOffset, undefined, '\ufffc');
    const match = /(?:^|[\s(\ufffc])@([\p{L}\p{N}._'-]{0,30}(?: [\p{L}'-]{1,30})?)$/u.exec(before);
    return match ? { find: match[1] ?? '', from: $from.pos - (match[1] ?? '').length - 1 } : undefined;
  }

  private async look() {
    const asked = this.asked();
    if (!asked || asked.from === this.refused) {
      if (!asked) this.refused = -1;
      this.close();
      return;
    }
    const asking = (this.asking += 1);
    const query = new URLSearchParams({ find: asked.find });
    const form = this.host.closest('form');
    // They decide who sees it.
    for (const [name, value] of form ? new FormData(form) : []) if (DECIDING.has(name)) query.set(name, String(value));
    const offered = await fetch(`${this.host.dataset['mentions']}?${query}`, { headers: { Accept: 'application/json' } })
      .then((answer) => (answer.ok ? (answer.json() as Promise<Offered[]>) : []))
      .catch(() => []);
    // Written on meanwhile.
    if (asking !== this.asking || this.editor.isDestroyed) return;
    this.offered = offered;
    this.chosen = 0;
    this.from = asked.from;
    this.show();
  }

  private show() {
    const options = this.offered.map((who, place) => {
      const option = element('li', { role: 'option', id: `${this.id}-${place}` }, element('b', {}, who.name));
      if (who.works_here) option.append(element('span', {}, this.words.mention.desk));
      option.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        this.take(place);
      });
      return option;
    });
    this.list.replaceChildren(...options);
    this.list.hidden = options.length === 0;
    const text = this.editor.view.dom;
    if (options.length === 0) return this.close();
    text.setAttribute('aria-controls', this.id);
    text.setAttribute('aria-expanded', 'true');
    place(this.list, this.editor.view.coordsAtPos(this.from));
    this.choose(0);
  }

  private choose(place: number) {
    this.chosen = (place + this.offered.length) % this.offered.length;
    [...this.list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === this.chosen)));
    this.editor.view.dom.setAttribute('aria-activedescendant', `${this.id}-${this.chosen}`);
  }

  private close() {
    this.asking += 1;
    this.list.hidden = true;
    for (const name of ['aria-controls', 'aria-expanded', 'aria-activedescendant']) this.editor.view.dom.removeAttribute(name);
  }

  private take(place: number) {
    const who = this.offered[place];
    if (!who) return;
    const range = { from: this.from, to: this.editor.state.selection.from };
    const mention = { type: 'mention', attrs: { slug: who.slug, name: who.name } };
    this.close();
    focusedChain(this.editor).insertContentAt(range, [mention, { type: 'text', text: ' ' }]).run();
  }

  /** Whether the key was meant for the list. */
  key(event: KeyboardEvent): boolean {
    // Keys that an input method has taken, the last of which Safari calls 229 alone.
    const composes = event.isComposing || event.keyCode === 229;
    if (this.list.hidden || composes || event.ctrlKey || event.metaKey) return false;
    switch (event.key) {
      case 'ArrowDown':
        this.choose(this.chosen + 1);
        return true;
      case 'ArrowUp':
        this.choose(this.chosen - 1);
        return true;
      case 'Enter':
      case 'Tab':
        this.take(this.chosen);
        return true;
      case 'Escape':
        this.refused = this.from;
        this.close();
        return true;
      default:
        return false;
    }
  }
}
