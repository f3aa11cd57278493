/** The row of tools: one stop for the Tab key, arrows move within it. */
import type { Editor } from '@tiptap/core';
import { focusedChain } from './chain';
import { offerEmoji } from './emoji';
import { icon } from './icons';
import { askForLink } from './link';
import { element } from './popover';
import type { Palette } from './schema';
import type { Words } from './words';

interface Tool {
  name: string;
  /** As in `aria-keyshortcuts`. */
  keys?: string;
  active?: (editor: Editor) => boolean;
  able?: (editor: Editor) => boolean;
  act: (editor: Editor, button: HTMLElement) => void;
}

const toggle = (name: string, keys: string, act: Tool['act'], what = name): Tool => ({
  name,
  keys,
  act,
  active: (editor) => editor.isActive(what),
});

const ofTable = (name: string, act: (chain: ReturnType<Editor['chain']>) => ReturnType<Editor['chain']>): Tool => ({
  name,
  act: (editor) => act(focusedChain(editor)).run(),
});

export class Toolbar {
  readonly bar: HTMLElement;
  private readonly updates: (() => void)[] = [];
  private readonly table: HTMLElement;

  constructor(
    private readonly editor: Editor,
    private readonly host: HTMLElement,
    private readonly words: Words,
  ) {
    this.table = this.group(this.tableTools());
    this.bar = element(
      'div',
      { class: 'composer-tools', role: 'toolbar', 'aria-label': words.toolbar, 'aria-orientation': 'horizontal' },
      element('div', { class: 'composer-group' }, this.styles(), this.looks('font', words.font, words.fonts), this.looks('size', words.size, words.sizes), this.looks('colour', words.colour, words.colours)),
      this.group(this.marks()),
      this.group(this.blocks()),
      this.group(this.others()),
      this.table,
    );
    this.bar.addEventListener('keydown', (event) => this.move(event));
    this.bar.addEventListener('focusin', (event) => this.stop(event.target as HTMLElement));
    editor.on('transaction', () => this.update());
    this.update();
    this.stop(this.items()[0]);
  }

  private marks(): Tool[] {
    return [
      toggle('bold', 'Control+B', (editor) => focusedChain(editor).toggleBold().run()),
      toggle('italic', 'Control+I', (editor) => focusedChain(editor).toggleItalic().run()),
      toggle('underline', 'Control+U', (editor) => focusedChain(editor).toggleUnderline().run()),
      toggle('strike', 'Control+Shift+S', (editor) => focusedChain(editor).toggleStrike().run()),
      toggle('code', 'Control+E', (editor) => focusedChain(editor).toggleCode().run()),
      toggle('link', 'Control+K', (editor, button) => askForLink(editor, this.host, button, this.words.link)),
    ];
  }

  private blocks(): Tool[] {
    return [
      toggle('bullets', 'Control+Shift+8', (editor) => focusedChain(editor).toggleBulletList().run(), 'bulletList'),
      toggle('numbers', 'Control+Shift+7', (editor) => focusedChain(editor).toggleOrderedList().run(), 'orderedList'),
      toggle('quote', 'Control+Shift+B', (editor) => focusedChain(editor).toggleBlockquote().run(), 'blockquote'),
      toggle('code_block', 'Control+Alt+C', (editor) => focusedChain(editor).toggleCodeBlock().run(), 'codeBlock'),
      {
        name: 'table',
        able: (editor) => !editor.isActive('table'),
        act: (editor) => focusedChain(editor).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
      },
    ];
  }

  private others(): Tool[] {
    return [
      { name: 'emoji', act: (editor, button) => offerEmoji(editor, this.host, button, this.words.emoji) },
      { name: 'clear', act: (editor) => focusedChain(editor).unsetAllMarks().clearNodes().run() },
      { name: 'undo', keys: 'Control+Z', able: (editor) => editor.can().undo(), act: (editor) => focusedChain(editor).undo().run() },
      { name: 'redo', keys: 'Control+Y', able: (editor) => editor.can().redo(), act: (editor) => focusedChain(editor).redo().run() },
    ];
  }

  private tableTools(): Tool[] {
    return [
      ofTable('row', (chain) => chain.addRowAfter()),
      ofTable('column', (chain) => chain.addColumnAfter()),
      ofTable('drop_row', (chain) => chain.deleteRow()),
      ofTable('drop_column', (chain) => chain.deleteColumn()),
      ofTable('drop_table', (chain) => chain.deleteTable()),
    ];
  }

  private group(tools: Tool[]): HTMLElement {
    return element('div', { class: 'composer-group' }, ...tools.map((tool) => this.button(tool)));
  }

  private button({ name, keys, active, able, act }: Tool): HTMLElement {
    const label = this.words.buttons[name] ?? name;
    const title = keys ? `${label} (${shown(keys)})` : label;
    const button = element('button', { type: 'button', class: 'composer-tool', 'aria-label': label, title, tabindex: '-1' }, icon(name));
    if (keys) button.setAttribute('aria-keyshortcuts', own(keys));
    if (name === 'emoji') button.setAttribute('aria-expanded', 'false');
    // The text keeps its selection.
    button.addEventListener('pointerdown', (event) => event.preventDefault());
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') act(this.editor, button);
    });
    this.updates.push(() => {
      if (active) button.setAttribute('aria-pressed', String(active(this.editor)));
      // Stays where it is for the keyboard.
      if (able) button.setAttribute('aria-disabled', String(!able(this.editor)));
    });
    return button;
  }

  private select(name: string, label: string, choices: [string, string][], current: () => string, choose: (value: string) => void) {
    const options = choices.map(([value, text]) => element('option', { value }, text));
    const select = element('select', { class: `composer-choice composer-choice-${name}`, 'aria-label': label, title: label, tabindex: '-1' }, ...options);
    select.addEventListener('change', () => choose(select.value));
    this.updates.push(() => {
      const value = current();
      if (select.value !== value) select.value = value;
    });
    return select;
  }

  private styles() {
    const current = () => (this.editor.isActive('heading', { level: 3 }) ? '3' : this.editor.isActive('heading') ? '4' : '');
    return this.select('style', this.words.style, this.words.styles, current, (value) => {
      const chain = focusedChain(this.editor);
      (value ? chain.setNode('heading', { level: Number(value) }) : chain.setNode('paragraph')).run();
    });
  }

  private looks(name: Palette, label: string, choices: [string, string][]) {
    const current = () => (this.editor.getAttributes(name)['value'] as string | null) ?? '';
    return this.select(name, label, choices, current, (value) => {
      const chain = focusedChain(this.editor);
      (value ? chain.setMark(name, { value }) : chain.unsetMark(name)).run();
    });
  }

  private update() {
    for (const update of this.updates) update();
    const inTable = this.editor.isActive('table');
    if (this.table.hidden === inTable) this.table.hidden = !inTable;
  }

  private items(): HTMLElement[] {
    return [...this.bar.querySelectorAll<HTMLElement>('button, select')].filter((item) => !item.closest('[hidden]'));
  }

  /** The one stop of the Tab key. */
  private stop(at: HTMLElement | undefined) {
    for (const item of this.bar.querySelectorAll<HTMLElement>('button, select')) item.tabIndex = item === at ? 0 : -1;
  }

  private move(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.editor.view.focus();
      return;
    }
    const items = this.items();
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const target = items[(to + items.length) % items.length];
    target?.focus();
    target?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Where Alt+F10 leads. */
  focus() {
    (this.items().find((item) => item.tabIndex === 0) ?? this.items()[0])?.focus();
  }
}

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
const own = (keys: string) => (mac ? keys.replace('Control', 'Meta') : keys);
const shown = (keys: string) => (mac ? keys.replace('Control', '⌘').replace('Shift', '⇧').replace('Alt', '⌥').replaceAll('+', '') : keys.replace('Control', 'Ctrl'));
