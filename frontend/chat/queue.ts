/**
 * What was said and is on its way. It stands in the conversation at once, goes one after the other, waits for a connection, and
 * outlives the page: kept in the browser until the server has it. The key of each makes one message of all tries.
 */
import { make, type Words } from './words';

export interface Said {
  key: string;
  body: string;
  html: string;
  note: boolean;
  /** The draft that it was. */
  draft: string;
  revision: string;
  /** Files that were sent ahead. */
  uploads: { id: string; name: string }[];
}

type State = 'sending' | 'waits' | 'failed' | 'signed_out' | 'there';

interface Item extends Said {
  state: State;
  row: HTMLLIElement;
  /** Its id, as soon as the server has it. */
  id?: string;
}

/** So often a connection is looked for, in milliseconds. */
const LOOK = 3_000;

export class Queue {
  private items: Item[] = [];
  private going = false;
  private pause = 0;
  /** Messages of the reader that stand in the conversation. */
  private readonly known = new Set<string>();
  /** Nothing is lost with the page. */
  isSafe = true;

  constructor(
    private readonly place: HTMLElement,
    /** Where it is kept, and where it is sent to. */
    private readonly name: string,
    private readonly action: string,
    private readonly words: Words,
    /** Something was sent: the conversation can be read again. */
    private readonly sent: () => void,
    /** Its author wants it back to change it. */
    private readonly back: (said: Said) => void,
  ) {
    for (const said of this.kept()) this.show(said);
    void this.go();
  }

  get isEmpty() {
    return this.items.every(({ state }) => state === 'there');
  }

  add(said: Said) {
    this.show(said);
    this.keep();
    void this.go();
  }

  /** Messages have come: those that stand here as being sent are taken out. */
  arrived(messages: Element[]) {
    for (const message of messages) {
      if (this.known.has(message.id)) continue;
      this.known.add(message.id);
      // It may stand there before the answer has named it.
      const text = message.querySelector('.said-text, .said-rich')?.textContent ?? '';
      const item = this.items.find(({ state, row, body }) => state === 'sending' && !row.hidden && body && same(body, text));
      if (item) item.row.hidden = true;
    }
    this.sweep();
  }

  /** There may be a connection again. */
  again() {
    for (const item of this.items) if (item.state === 'waits') this.tell(item, 'sending');
    void this.go();
  }

  private async go() {
    if (this.going) return;
    this.going = true;
    clearTimeout(this.pause);
    for (let item; (item = this.items.find(({ state }) => state === 'sending')); ) {
      await this.send(item);
      // What comes later waits behind it.
      if (item.state === 'waits') break;
    }
    this.going = false;
    if (this.items.some(({ state }) => state === 'waits')) this.pause = setTimeout(() => this.again(), LOOK);
  }

  private async send(item: Item) {
    const data = new FormData();
    for (const [name, value] of Object.entries({ body: item.body, html: item.html, key: item.key, draft: item.draft ?? '', revision: item.revision })) data.set(name, value);
    if (item.note) data.set('note', '1');
    for (const { id } of item.uploads) data.append('upload', id);
    const answer = await fetch(this.action, { method: 'POST', headers: { Accept: 'application/json' }, body: data }).catch(() => undefined);
    // Sent too fast (429), it goes a little later.
    if (!answer || answer.status >= 500 || answer.status === 429) return this.tell(item, 'waits');
    if (answer.status === 401) return this.tell(item, 'signed_out');
    const told = await answer.json().catch(() => undefined);
    if (!answer.ok) return this.tell(item, 'failed');
    item.id = String(told?.Ok?.to ?? '').split('#m-')[1];
    this.tell(item, 'there');
    this.keep();
    this.sent();
    this.sweep();
  }

  private show(said: Said) {
    const row = make('li', `said said-mine chat-sending${said.note ? ' said-note' : ''}`);
    const item: Item = { ...said, state: 'sending', row };
    this.items.push(item);
    this.place.append(row);
    this.tell(item, 'sending');
  }

  private tell(item: Item, state: State) {
    item.state = state;
    const names = item.uploads.map(({ name }) => name).join(', ');
    const body = make('div', 'said-body');
    if (item.body) body.append(make('div', 'said-text', item.body));
    if (names) body.append(make('p', 'chat-names', names));
    const line = make('p', 'chat-way', state === 'there' ? this.words.sending : this.words[state]);
    if (state === 'failed' || state === 'signed_out') line.append(' ', this.act(this.words.retry, () => this.retry(item)), this.act(this.words.back, () => this.giveBack(item)));
    if (state === 'waits' || state === 'failed' || state === 'signed_out') item.row.hidden = false;
    item.row.dataset['state'] = state;
    item.row.replaceChildren(make('div', 'chat-sent', body, line));
  }

  private act(label: string, act: () => void) {
    const button = make('button', 'link-button', label);
    button.type = 'button';
    button.addEventListener('click', act);
    return button;
  }

  private retry(item: Item) {
    this.tell(item, 'sending');
    void this.go();
  }

  private giveBack(item: Item) {
    this.drop(item);
    this.back(item);
  }

  private drop(item: Item) {
    item.row.remove();
    this.items = this.items.filter((other) => other !== item);
    this.keep();
  }

  /** Those that the server has and the conversation shows. */
  private sweep() {
    for (const item of this.items.filter(({ state }) => state === 'there')) {
      if (item.row.hidden || !item.id || document.getElementById(`m-${item.id}`)) this.drop(item);
    }
  }

  private kept(): Said[] {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? '[]');
    } catch {
      return [];
    }
  }

  private keep() {
    const left = this.items.filter(({ state }) => state !== 'there');
    const said = left.map(({ key, body, html, note, draft, revision, uploads }): Said => ({ key, body, html, note, draft, revision, uploads }));
    try {
      if (said.length > 0) localStorage.setItem(this.name, JSON.stringify(said));
      else localStorage.removeItem(this.name);
      this.isSafe = true;
    } catch {
      this.isSafe = said.length === 0;
    }
  }
}

const same = (one: string, other: string) => one.replace(/\s+/g, ' ').trim() === other.replace(/\s+/g, ' ').trim();
