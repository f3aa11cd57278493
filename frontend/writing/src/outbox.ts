/** Messages whose page is not open any more go as soon as there is a connection. Their key makes one message of all tries. */
import { queued } from './memory';
import { post } from './server';
import { toast } from './toast';
import { about, type Words } from './words';

export async function deliver(who: string, words: Words, isOpen: (place: string) => boolean) {
  for (const { key, place, entry } of queued(who)) {
    if (isOpen(place) || !entry.queued) continue;
    const data = new FormData();
    data.set('key', entry.queued.key);
    data.set('revision', String(entry.revision));
    data.set(place === 'new' ? 'description' : 'body', entry.content.text);
    data.set('html', entry.content.html);
    for (const [name, value] of entry.content.fields) data.append(name, value);
    const answer = await post(entry.queued.action, data).catch(() => undefined);
    // Whatever else is wrong is told where it was written.
    if (!answer?.ok) continue;
    localStorage.removeItem(key);
    toast(about(words.delivered, place === 'new' ? '' : place), 8);
  }
}
