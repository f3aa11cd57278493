/** What this browser keeps until the server has it: texts at once in local storage, files in a database. */
import type { Content } from './server';

export interface Entry {
  content: Content;
  /** The draft's id. */
  draft: string;
  /** The server's revision that it grew out of. */
  revision: number;
  at: number;
  /** It was to be sent, and there was no connection. */
  queued?: { action: string; key: string };
}

const PREFIX = 'portico:draft:';

/** A name that nothing else has. */
export const draw = () => crypto.getRandomValues(new Uint32Array(4)).join('-');

/** This tab, also after it is loaded again. */
function tab(): string {
  const known = noted('portico:tab');
  if (known) return known;
  const fresh = crypto.getRandomValues(new Uint32Array(2)).join('');
  note('portico:tab', fresh);
  return fresh;
}

/** Where the browser lets no page remember anything, nothing is. */
export function note(name: string, value: string) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // As said.
  }
}

export function noted(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

export class Memory {
  private readonly group: string;
  private readonly own: string;

  constructor(who: string, place: string) {
    this.group = `${PREFIX}${who}:${place}:`;
    this.own = this.group + tab();
  }

  /** False where the browser keeps nothing. */
  keep(entry: Entry): boolean {
    try {
      localStorage.setItem(this.own, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }

  /** What this tab left, or else the newest that any other did. */
  find(): Entry | undefined {
    const own = read(this.own);
    if (own) return own;
    const others = keys().filter((key) => key.startsWith(this.group)).map(read);
    return others.filter((entry) => entry !== undefined).sort((one, two) => two.at - one.at)[0];
  }

  /** Everything up to `at` is safe elsewhere. */
  forget(at = Date.now()) {
    for (const key of keys()) {
      if (key.startsWith(this.group) && (key === this.own || (read(key)?.at ?? 0) <= at)) localStorage.removeItem(key);
    }
  }
}

function keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(key: string): Entry | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

export interface Left {
  key: string;
  place: string;
  entry: Entry;
}

/** One that waits for a connection. */
export type Waits = Left & { entry: Required<Entry> };

/** Everything that this browser keeps of this person. */
export function kept(who: string): Left[] {
  const mine = keys().filter((key) => key.startsWith(`${PREFIX}${who}:`));
  return mine.flatMap((key) => {
    const entry = read(key);
    return entry ? [{ key, place: key.split(':').at(-2) ?? '', entry }] : [];
  });
}

/** A file on the shelf. */
export interface Kept {
  id: string;
  group: string;
  file: File;
}

/** Files that the server does not have yet. Where the browser has no database, nothing is kept. */
export class Shelf {
  constructor(private readonly group: string) {}

  private async within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    try {
      const opening = indexedDB.open('portico', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('files', { keyPath: 'id' }).createIndex('group', 'group');
      const db = await done(opening);
      const result = await done(act(db.transaction('files', mode).objectStore('files')));
      db.close();
      return result;
    } catch {
      return undefined;
    }
  }

  async put(id: string, file: File): Promise<boolean> {
    return (await this.within('readwrite', (store) => store.put({ id, group: this.group, file }))) !== undefined;
  }

  async drop(id: string) {
    await this.within('readwrite', (store) => store.delete(id));
  }

  async clear() {
    for (const { id } of await this.all()) await this.drop(id);
  }

  async all(): Promise<Kept[]> {
    return (await this.within('readonly', (store) => store.index('group').getAll(this.group))) ?? [];
  }
}

const done = <T>(request: IDBRequest<T>) =>
  new Promise<T>((fulfil, fail) => {
    request.onsuccess = () => fulfil(request.result);
    request.onerror = () => fail(request.error);
  });
