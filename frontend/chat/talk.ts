/** One conversation on the screen: what is written goes out, what comes in is followed. */
import { Queue, type Said } from './queue';
import { Scroll } from './scroll';
import { Signals } from './signals';
import { fill, type Words } from './words';

export class Talk {
  private readonly words: Words;
  private readonly signals: Signals;
  private readonly queue: Queue;
  private readonly scroll: Scroll;
  private readonly list: HTMLElement;
  private readonly ended = new AbortController();
  private readonly watch: MutationObserver;
  /** Messages of others that are known. */
  private known: Set<string>;

  constructor(readonly root: HTMLElement, who: string) {
    const page = `/chat/${root.dataset['number']}`;
    this.words = JSON.parse(root.dataset['chat'] ?? '{}');
    this.list = root.querySelector<HTMLElement>('.talk')!;
    this.signals = new Signals(`${page}/signal`);
    this.known = new Set(this.others());
    const [log, jump, pending] = ['.chat-log', '.chat-jump', '.chat-pending'].map((part) => root.querySelector<HTMLElement>(part)!);
    this.scroll = new Scroll(log!, jump!, this.words, () => this.saw());
    this.queue = new Queue(pending!, `portico:chat:${who}:${root.dataset['number']}`, `${page}/messages`, this.words, () => this.sent(), (said) => this.back(said));
    this.mark();
    this.look();
    this.watch = new MutationObserver(() => this.look());
    this.watch.observe(this.list, { childList: true });
    const signal = this.ended.signal;
    root.addEventListener('submit', (event) => this.submit(event), { signal, capture: true });
    root.addEventListener('input', (event) => this.typed(event), { signal });
    root.addEventListener('keydown', (event) => this.key(event), { signal });
    root.addEventListener('portico:sent', (event) => void this.tookBack(event), { signal, capture: true });
    document.addEventListener('click', (event) => this.asked(event), { signal });
    root.addEventListener('keydown', (event) => event.key === 'Escape' && this.shut(event), { signal });
    document.addEventListener('visibilitychange', () => this.seen(), { signal });
    addEventListener('online', () => this.queue.again(), { signal });
    addEventListener('pagehide', () => this.signals.gone(), { signal });
    addEventListener('beforeunload', (event) => this.queue.isSafe || event.preventDefault(), { signal });
    root.toggleAttribute('data-ready', true);
  }

  /** The page was left. */
  leave() {
    this.ended.abort();
    this.watch.disconnect();
    this.signals.leave();
  }

  /** The connection is back: what was missed is read. */
  again() {
    this.signals.here();
    this.queue.again();
    this.sent();
  }

  private get form() {
    return this.root.querySelector<HTMLFormElement>('form.chat-reply');
  }

  private get box() {
    return this.form?.querySelector<HTMLTextAreaElement>('textarea') ?? undefined;
  }

  private others() {
    return [...this.list.querySelectorAll('.said:not(.said-mine)[id]')].map(({ id }) => id.slice(2));
  }

  private look() {
    this.queue.arrived([...this.list.querySelectorAll('.said-mine[id]')]);
    const others = this.others();
    const fresh = others.filter((id) => !this.known.has(id)).length;
    this.known = new Set(others);
    this.scroll.came(fresh);
  }

  /** The last message of somebody else is in sight. */
  private saw() {
    const last = this.others().at(-1);
    if (last && !document.hidden) this.signals?.saw(last);
  }

  private seen() {
    if (document.hidden) return this.signals.rest();
    this.signals.here();
    if (this.scroll.atEnd) this.saw();
  }

  private sent() {
    this.mark();
    dispatchEvent(new Event('portico:chat-read'));
  }

  // ── writing ──

  private typed(event: Event) {
    const target = event.target;
    if (target === this.box) this.signals.wrote(this.box?.value.trim() !== '');
  }

  /** In the plain box Enter sends; on a touch screen it is the way to a new line. */
  private key(event: KeyboardEvent) {
    // Safari ends a composition first and then tells of the key that ended it: 229 says that an input method has taken it.
    const composes = event.isComposing || event.keyCode === 229;
    const sends = event.key === 'Enter' && !event.shiftKey && !composes && !event.altKey;
    const wanted = event.ctrlKey || event.metaKey || (event.target === this.box && !matchMedia('(pointer: coarse)').matches);
    if (!sends || !wanted || !this.form?.contains(event.target as Node)) return;
    event.preventDefault();
    event.stopPropagation();
    this.form.requestSubmit();
  }

  private submit(event: Event) {
    const form = this.form;
    if (event.target !== form || !form) return;
    const data = new FormData(form);
    // A file that could not go ahead goes with the form itself.
    // One that is too long is refused, and says so where it stands.
    if (this.box?.getAttribute('aria-invalid') === 'true') return;
    if (data.getAll('attachment').some((file) => file instanceof File && file.size > 0)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const said = this.read(form, data);
    if (!said.body && said.uploads.length === 0) return this.box?.focus();
    this.empty(form);
    this.queue.add(said);
    this.mark();
    this.signals.rest();
    this.scroll.toEnd();
  }

  private read(form: HTMLFormElement, data: FormData): Said {
    const text = (name: string) => String(data.get(name) ?? '');
    const rows = [...form.querySelectorAll('.files-chosen li')];
    const nameOf = (id: string) => rows.find((row) => row.querySelector<HTMLInputElement>('[name=upload]')?.value === id)?.querySelector('.file-name')?.textContent ?? '';
    const uploads = data.getAll('upload').map(String).map((id) => ({ id, name: nameOf(id) }));
    return { key: draw(), body: text('body').trim(), html: text('html'), note: text('note') === '1', draft: text('draft'), revision: text('revision'), uploads };
  }

  /** For the next message; whoever watches over the form hears that this one has gone. */
  private empty(form: HTMLFormElement) {
    const note = form.querySelector<HTMLInputElement>('[name=note]')?.checked ?? false;
    if (this.box) this.box.textContent = '';
    form.reset();
    const kept = form.querySelector<HTMLInputElement>('[name=note]');
    if (kept) kept.checked = note;
    form.dataset['sent'] = '';
    form.dispatchEvent(new Event('portico:sent'));
    this.box?.focus();
  }

  /** While something is on its way the draft on the server is still that one. */
  private mark() {
    this.form?.toggleAttribute('data-on-its-way', !this.queue.isEmpty);
  }

  private back(said: Pick<Said, 'body'>) {
    const box = this.box;
    if (!box) return;
    box.value = [said.body, box.value].filter(Boolean).join('\n');
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.focus();
  }

  /** What was taken back is a draft again: it goes on where it was written. */
  private async tookBack(event: Event) {
    if (!(event.target instanceof Element) || !event.target.matches('.said-undo')) return;
    const answer = await fetch(`/drafts?place=${this.root.dataset['number']}`, { headers: { Accept: 'application/json' } }).catch(() => undefined);
    const { id, revision, text } = answer?.ok ? ((await answer.json()).Ok as { id: string; revision: number; text: string }) : { id: '', revision: 0, text: '' };
    const field = (name: string) => this.form?.querySelector<HTMLInputElement>(`[name=${name}]`);
    const [draft, seen] = [field('draft'), field('revision')];
    if (!draft || !seen || !revision) return;
    draft.value = id;
    seen.value = String(revision);
    this.back({ body: text });
  }

  /** What opens under a button closes when somebody goes on elsewhere. */
  private asked(event: Event) {
    const target = event.target instanceof Element ? event.target : null;
    const own = target?.closest('[data-shuts]') ? null : target?.closest('details');
    for (const opened of this.root.querySelectorAll('details.opener[open]')) if (opened !== own) opened.removeAttribute('open');
  }

  private shut(event: Event) {
    const opened = event.target instanceof Element ? event.target.closest('details.opener[open]') : null;
    opened?.removeAttribute('open');
    opened?.querySelector('summary')?.focus();
  }
}

/** How long somebody waits, in minutes. */
export function since(time: HTMLTimeElement, words: Words) {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(time.dateTime)) / 60_000));
  const text = fill(words.minutes, minutes);
  const shown = time.firstChild;
  if (shown instanceof Text && shown.data !== text) shown.data = text;
}

function draw(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
