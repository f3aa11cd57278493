/** A small choice of emoji; the system's own keyboard has them all. */
import type { Editor } from '@tiptap/core';
import { focusedChain } from './chain';
import { dismissable, element, place } from './popover';
import type { Words } from './words';

const COLUMNS = 8;

export function offerEmoji(editor: Editor, host: HTMLElement, opener: HTMLElement, words: Words['emoji']) {
  const open = host.querySelector('.composer-emoji');
  open?.remove();
  opener.setAttribute('aria-expanded', String(!open));
  if (open) return;
  const buttons = words.all.map(([sign, name]) =>
    element('button', { type: 'button', 'aria-label': name, title: name, tabindex: '-1' }, sign),
  );
  const grid = element('div', { class: 'composer-emoji', role: 'group', 'aria-label': words.list }, ...buttons);
  host.append(grid);
  place(grid, opener.getBoundingClientRect());
  const close = () => {
    release();
    grid.remove();
    opener.setAttribute('aria-expanded', 'false');
  };
  const release = dismissable(grid, opener, close);
  const go = (to: number) => {
    const target = buttons[Math.max(0, Math.min(buttons.length - 1, to))];
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
    target?.focus();
  };
  grid.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(at + step);
  });
  buttons.forEach((button, at) =>
    button.addEventListener('click', () => {
      close();
      focusedChain(editor).insertContent(words.all[at]?.[0] ?? '').run();
    }),
  );
  go(0);
}
