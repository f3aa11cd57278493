/** What people read, in their language: the page gives it with the form (`app/src/words/writing.rs`). */
export type Words = Record<
  | 'saved' | 'here' | 'away' | 'waiting' | 'stay' | 'files' | 'newer' | 'gone' | 'keep' | 'take' | 'clear' | 'begun' | 'resume'
  | 'discard' | 'sent' | 'undo' | 'back' | 'late' | 'again' | 'why' | 'password' | 'enter' | 'wrong' | 'cancel' | 'remove' | 'retry'
  | 'failed' | 'empty' | 'large' | 'room' | 'many' | 'delivered' | 'waits' | 'refused' | 'ticket' | 'open' | 'elsewhere',
  string
>;

/** Puts a name into a text. */
export const about = (text: string, name: string) => text.replace('{}', name);

/** Makes an element of text and attributes. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, set: Record<string, string> = {}, ...inside: (Node | string)[]) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

export function button(label: string, act: () => void, look = 'button') {
  const made = make('button', { type: 'button', class: look }, label);
  made.addEventListener('click', act);
  return made;
}
