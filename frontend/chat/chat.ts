/** What stands beside chats on the page: loaded with the first of them (`frontend/live`). */
import { Bell } from './bell';
import { Talk, since } from './talk';
import type { Words } from './words';

const root = document.documentElement;
let talk: Talk | undefined;
let bell: Bell | undefined;

/** Looks after the chat that is on the page now. */
export function watch(who: string) {
  bell ??= begin(who);
  const shown = document.querySelector<HTMLElement>('article[data-chat]');
  if (talk?.root === shown) return;
  talk?.leave();
  talk = shown ? new Talk(shown, who) : undefined;
}

function begin(who: string): Bell {
  // A page that is left takes its chat along.
  new MutationObserver(() => {
    if (!talk || talk.root.isConnected) return;
    talk.leave();
    talk = undefined;
  }).observe(document.getElementById('content') ?? document.body, { childList: true, subtree: true });
  let lost = root.dataset['live'] === 'lost';
  new MutationObserver(() => {
    const was = lost;
    lost = root.dataset['live'] === 'lost';
    if (was && !lost) talk?.again();
  }).observe(root, { attributeFilter: ['data-live'] });
  setInterval(age, 15_000);
  return new Bell(who);
}

/** How long somebody waits goes on. */
function age() {
  const place = document.querySelector<HTMLElement>('[data-chat]');
  if (!place) return;
  const words = JSON.parse(place.dataset['chat'] ?? '{}') as Words;
  for (const time of place.querySelectorAll<HTMLTimeElement>('time[data-since]')) since(time, words);
}
