/** Asks the author of something which of two texts it shall be, or what becomes of what was begun. */
import type { Begun } from './windows';
import { button, make, type Words } from './words';

type Way = [label: string, act: () => void];

/** Shows the other text, and the ways on. */
export function ask(place: HTMLElement, told: string, text: string, ways: Way[]) {
  const quote = make('blockquote', { class: 'writing-other', tabindex: '0' }, text.slice(0, 600));
  const foot = make('p', { class: 'writing-ways' }, ...ways.map(([label, act]) => button(label, act)));
  place.replaceChildren(make('div', { class: 'notice notice-warn' }, make('p', {}, told), ...(text ? [quote] : []), foot));
}

/** Offers what was begun behind one line, which opens downwards: the page moves only when its reader asks for it. */
export function offer(place: HTMLElement, words: Words, begun: Begun[], goOn: (begun: Begun) => void, discard: (begun: Begun) => void) {
  const list = make('ul');
  const gone = (row: HTMLElement) => {
    row.remove();
    if (list.children.length === 0) place.replaceChildren();
  };
  begun.forEach((one, at) => {
    const id = `begun-${at}`;
    const ways: Way[] = [
      [words.resume, () => goOn(one)],
      [
        words.discard,
        () => {
          discard(one);
          gone(row);
        },
      ],
    ];
    const buttons = ways.map(([label, act]) => button(label, act, 'link-button'));
    buttons.forEach((way) => way.setAttribute('aria-describedby', id));
    const row = make('li', {}, make('span', { id }, one.about.trim() || words.ticket), ...buttons);
    list.append(row);
  });
  place.replaceChildren(make('details', {}, make('summary', {}, words.begun), list));
}
