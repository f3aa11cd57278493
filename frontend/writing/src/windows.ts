/** Where somebody writes. New tickets are written side by side: each has a number, which its tab remembers until it is sent. */
import { note, noted, kept, type Entry } from './memory';
import { unfinished } from './server';

const NUMBER = 'portico:new';
const HELD = 'portico:writing:';

/** The place in which this tab writes a new ticket, also after it is loaded again. */
export function ownPlace(): string {
  let number = noted(NUMBER);
  if (!number) note(NUMBER, (number = fresh()));
  return number === '0' ? 'new' : `new-${number}`;
}

/** As `read_window` in app/domain/src/drafts.rs. */
function fresh(): string {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return String((high % 2 ** 20) * 2 ** 32 + low + 1);
}

export const isNew = (place: string) => place.startsWith('new');
export const windowOf = (place: string) => place.slice('new-'.length) || '0';

/** The next new ticket of this tab is another one. */
export const forgetOwn = () => note(NUMBER, '');

/** Goes on with a new ticket that was begun elsewhere. */
export function goOn(place: string) {
  note(NUMBER, windowOf(place));
  location.assign('/tickets/new');
}

/** Tells other tabs that this one writes here; gives what tells them that it has left. */
export function occupy(place: string): () => void {
  let leave: () => void = () => undefined;
  const left = new Promise<void>((done) => (leave = done));
  // Browsers without locks have one tab for all that matters.
  void navigator.locks?.request(HELD + place, { mode: 'shared' }, () => left).catch(() => undefined);
  return leave;
}

/** Where some tab of this browser writes. */
export async function openPlaces(): Promise<Set<string>> {
  const held = (await navigator.locks?.query().catch(() => undefined))?.held ?? [];
  const names = held.map(({ name }) => name ?? '').filter((name) => name.startsWith(HELD));
  return new Set(names.map((name) => name.slice(HELD.length)));
}

export interface Begun {
  place: string;
  about: string;
}

/** New tickets that were begun, on the server or in this browser alone, and that no tab of it has open. */
export async function begunElsewhere(who: string, own: string): Promise<Begun[]> {
  // What is still kept here is what is gone on with, whatever the server has of it.
  const here = new Map<string, Entry>();
  for (const { place, entry } of kept(who)) {
    if (isNew(place) && !entry.queued && entry.at >= (here.get(place)?.at ?? 0)) here.set(place, entry);
  }
  const there = await unfinished().catch(() => []);
  const all = [...Array.from(here, ([place, entry]) => ({ place, about: about(entry) })), ...there.filter(({ place }) => !here.has(place))];
  const open = await openPlaces();
  return all.filter(({ place }) => place !== own && !open.has(place));
}

function about({ content }: Entry): string {
  return content.fields.find(([name]) => name === 'subject')?.[1] || content.text.slice(0, 80);
}
