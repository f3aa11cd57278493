/** What people read, in their language: the page brings it (`app/src/words/chat.rs`). */
export type Words = Record<'sending' | 'waits' | 'failed' | 'signed_out' | 'retry' | 'back' | 'newest' | 'fresh' | 'minutes' | 'notified', string>;

/** Puts a number into a text. */
export const fill = (text: string, value: string | number) => text.replace('{}', String(value));

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, look: string, ...inside: (Node | string)[]) {
  const element = document.createElement(tag);
  element.className = look;
  element.append(...inside);
  return element;
}
