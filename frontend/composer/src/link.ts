/** The address of a link, asked for in a small form of its own. */
import type { Editor } from '@tiptap/core';
import { focusedChain } from './chain';
import { dismissable, element, place } from './popover';
import { isOwnPage } from './schema';
import type { Words } from './words';

export function askForLink(editor: Editor, host: HTMLElement, opener: HTMLElement, words: Words['link']) {
  host.querySelector('.composer-link')?.remove();
  const held = (editor.getAttributes('link')['href'] as string | undefined) ?? '';
  const input = element('input', { class: 'control', type: 'text', inputmode: 'url', 'aria-label': words.address, placeholder: 'https://' });
  input.value = held;
  const apply = element('button', { type: 'button', class: 'button button-primary' }, words.apply);
  const remove = element('button', { type: 'button', class: 'button' }, words.remove);
  const bad = element('p', { class: 'field-fault', role: 'alert' });
  const box = element('div', { class: 'composer-link', role: 'dialog', 'aria-label': words.address }, input, apply);
  if (held) box.append(remove);
  box.append(bad);
  host.append(box);
  place(box, opener.getBoundingClientRect());
  const close = () => {
    release();
    box.remove();
  };
  const release = dismissable(box, opener, close);
  const done = () => {
    const typed = input.value.trim();
    const href = host.hasAttribute('data-open') && isOwnPage(typed) ? typed : withScheme(typed);
    if (!href) {
      bad.textContent = words.bad;
      input.setAttribute('aria-invalid', 'true');
      input.focus();
      return;
    }
    close();
    const chain = focusedChain(editor).extendMarkRange('link');
    if (editor.state.selection.empty && !held) {
      chain.insertContent({ type: 'text', text: input.value.trim(), marks: [{ type: 'link', attrs: { href } }] }).run();
    } else {
      chain.setLink({ href }).run();
    }
  };
  apply.addEventListener('click', done);
  remove.addEventListener('click', () => {
    close();
    focusedChain(editor).extendMarkRange('link').unsetLink().run();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    event.stopPropagation();
    done();
  });
  input.focus();
  input.select();
}

/** An address as people write it; nothing for one that must not be linked to. */
function withScheme(text: string): string | undefined {
  const full = /^(https?|mailto|tel):/i.test(text) ? text : /^[^\s@/]+@[^\s@]+$/.test(text) ? `mailto:${text}` : `https://${text}`;
  try {
    const url = new URL(full);
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) && text !== '' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
