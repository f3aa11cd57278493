/** Watches over every form that is marked with `data-writing` or `data-kept`, from when it appears until it goes. */
import { Kept } from './kept';
import { Outbox } from './outbox';
import type { Words } from './words';
import { Writing } from './writing';

const open = new Map<HTMLFormElement, Writing>();
const kept = new Map<HTMLFormElement, Kept>();
let words: Promise<Words> | undefined;

/** The texts, also where no form has brought them. */
function told(): Promise<Words> {
  words ??= fetch('/words/writing').then((answer) => answer.json() as Promise<Words>);
  words.catch(() => (words = undefined));
  return words;
}

/** Begins to watch as `who` is signed in. */
export function watch(who: string) {
  const outbox = new Outbox(who, told);
  const look = () => {
    for (const [form, writing] of open) {
      if (form.isConnected) continue;
      open.delete(form);
      writing.leave();
      // What it was about to send goes from here, as soon as the browser knows that it is left.
      outbox.soon(300);
    }
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-writing]')) {
      if (open.has(form)) continue;
      const writing = new Writing(form);
      words ??= Promise.resolve(writing.words);
      open.set(form, writing);
      form.toggleAttribute('data-watched', true);
    }
  };
  const keep = () => {
    for (const [form, one] of kept) {
      if (form.isConnected) continue;
      kept.delete(form);
      one.leave();
    }
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-kept]')) {
      if (!kept.has(form)) kept.set(form, new Kept(form, who));
    }
  };
  const connected = () => {
    for (const writing of open.values()) writing.tryNow();
    void outbox.look();
  };
  look();
  keep();
  connected();
  new MutationObserver(() => (look(), keep())).observe(document.body, { childList: true, subtree: true });
  // Before the page's own code sends the form.
  document.addEventListener('submit', (event) => open.get(event.target as HTMLFormElement)?.submitting(event), true);
  document.addEventListener('submit', (event) => kept.get(event.target as HTMLFormElement)?.submitting(), true);
  // A file that is dropped beside a form would open in place of the page.
  addEventListener('dragover', (event) => isLost(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    if (!isLost(event)) return;
    event.preventDefault();
    const [only, other] = open.values();
    if (only && !other) only.attach([...(event.dataTransfer?.files ?? [])]);
  });
  addEventListener('online', connected);
  addEventListener('pagehide', () => [...open.values(), ...kept.values()].forEach((one) => one.leave()));
  addEventListener('beforeunload', (event) => {
    if ([...open.values(), ...kept.values()].some((one) => one.atRisk)) event.preventDefault();
  });
}

/** Files that nothing takes. */
function isLost(event: DragEvent) {
  const chooser = event.target instanceof HTMLInputElement && event.target.type === 'file';
  return !event.defaultPrevented && !chooser && (event.dataTransfer?.types.includes('Files') ?? false);
}
