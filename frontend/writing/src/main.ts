/** Watches over every form that is marked with `data-writing`, from when it appears until it goes. */
import { deliver } from './outbox';
import { Writing } from './writing';

const open = new Map<HTMLFormElement, Writing>();
let last: Writing | undefined;

function look() {
  for (const [form, writing] of open) {
    if (form.isConnected) continue;
    writing.leave();
    open.delete(form);
  }
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-writing]')) {
    if (open.has(form)) continue;
    open.set(form, (last = new Writing(form)));
    form.toggleAttribute('data-watched', true);
  }
}

function connected() {
  for (const writing of open.values()) writing.tryNow();
  const places = new Set([...open.values()].map(({ place }) => place));
  if (last) void deliver(last.who, last.words, (place) => places.has(place));
}

look();
connected();
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
// Before the page's own code sends the form.
document.addEventListener('submit', (event) => open.get(event.target as HTMLFormElement)?.submitting(event), true);
addEventListener('online', connected);
addEventListener('pagehide', () => open.forEach((writing) => writing.leave()));
addEventListener('beforeunload', (event) => {
  if ([...open.values()].some((writing) => writing.atRisk)) event.preventDefault();
});
