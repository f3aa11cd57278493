/**
 * Messages that wait for a connection and stand in no page that is open: they go as soon as there is one, from whatever page of
 * their author, and until then a line says that they wait. Their key makes one message of all tries.
 */
import { kept, Shelf, type Kept, type Waits } from './memory';
import { post } from './server';
import { toast } from './toast';
import { goOn, isNew, openPlaces, windowOf } from './windows';
import { about, button, make, type Words } from './words';

/** So often a connection is looked for, in milliseconds. */
const LOOK = 4_000;

export class Outbox {
  /** Those that the server refused: what is wrong is told where they were written. */
  private readonly refused = new Set<string>();
  private bar?: HTMLElement;
  private pause = 0;

  constructor(
    private readonly who: string,
    private readonly words: () => Promise<Words>,
  ) {}

  /** Sends what waits, in one tab at a time. */
  look = async () => {
    clearTimeout(this.pause);
    const inTurn = async (turn: Lock | null) => {
      if (turn) for (const waits of await this.waiting()) if (!this.refused.has(waits.key)) await this.deliver(waits);
    };
    if (navigator.locks) await navigator.locks.request('portico:outbox', { ifAvailable: true }, inTurn);
    await this.show(await this.waiting());
    // Also what stands in a page that is open: it may be left.
    if (this.all().some(({ key }) => !this.refused.has(key))) this.soon(LOOK);
  };

  soon(pause: number) {
    clearTimeout(this.pause);
    this.pause = setTimeout(this.look, pause);
  }

  private all(): Waits[] {
    return kept(this.who).filter((one): one is Waits => one.entry.queued !== undefined);
  }

  private async waiting(): Promise<Waits[]> {
    const open = await openPlaces();
    return this.all().filter(({ place }) => !open.has(place));
  }

  private async deliver(waits: Waits) {
    const { key, place } = waits;
    const answer = await this.send(waits).catch(() => undefined);
    if (answer?.ok) {
      localStorage.removeItem(key);
      toast(about((await this.words()).delivered, isNew(place) ? '' : place));
    } else if (answer && answer.status < 500 && answer.status !== 429) {
      this.refused.add(key);
    }
  }

  private async send({ key, place, entry }: Waits): Promise<Response> {
    const shelf = new Shelf(`${this.who}|${place}`);
    for (const file of await shelf.all()) {
      const answer = await this.upload(place, file);
      if (!answer.ok) return answer;
      // A later try names it without sending it again.
      entry.content.fields.push(['upload', (await answer.json()).Ok[0].id]);
      localStorage.setItem(key, JSON.stringify(entry));
      await shelf.drop(file.id);
    }
    const data = new FormData();
    data.set('key', entry.queued.key);
    data.set('draft', entry.draft ?? '');
    data.set('revision', String(entry.revision));
    data.set(entry.queued.action === '/tickets/new' ? 'description' : 'body', entry.content.text);
    data.set('html', entry.content.html);
    if (isNew(place)) data.set('window', windowOf(place));
    for (const [name, value] of entry.content.fields) data.append(name, value);
    return post(entry.queued.action, data);
  }

  private upload(place: string, { file }: Kept) {
    const data = new FormData();
    data.set('place', place);
    data.set('attachment', file);
    return post('/uploads', data);
  }

  private async show(left: Waits[]) {
    const [first] = [...left.filter(({ key }) => this.refused.has(key)), ...left];
    if (!first) return this.bar?.remove();
    const words = await this.words().catch(() => undefined);
    if (!words) return;
    const refused = this.refused.has(first.key);
    const name = isNew(first.place) ? words.ticket : first.place;
    this.bar ??= make('div', { class: 'toast toast-waiting', role: 'status' });
    if (!this.bar.isConnected) document.body.append(this.bar);
    const told = about(refused ? words.refused : words.waits, name);
    if (this.bar.firstChild?.textContent === told) return;
    const open = () => (isNew(first.place) ? goOn(first.place) : location.assign(`/tickets/${first.place}`));
    this.bar.replaceChildren(make('span', {}, told), button(words.open, open, 'link-button'));
  }
}
