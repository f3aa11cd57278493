/** One form in which somebody writes: nothing of it is lost. The form stays what is sent; this watches over it. */
import { ask, offer } from './choice';
import { Files } from './files';
import { draw, Memory, Shelf, type Entry } from './memory';
import { discard, read, save, type Content, type Unsent } from './server';
import { Sheet } from './sheet';
import { signIn } from './signin';
import { onSent, tellSent, type Sent } from './tabs';
import { toast } from './toast';
import { retract } from './undo';
import { begunElsewhere, forgetOwn, goOn, isNew, occupy, ownPlace, windowOf, type Begun } from './windows';
import { button, type Words } from './words';

/** After so long a pause the server gets what was written, in milliseconds. */
const PAUSE = 1_200;
/** So often a connection is looked for. */
const LOOK = 4_000;
/** A message can be taken back for ten seconds; the way there takes some of them. */
const UNDO_SECONDS = 9;

export class Writing {
  readonly place: string;
  readonly who: string;
  readonly words: Words;
  private readonly files: Files;
  private readonly memory: Memory;
  private readonly sheet: Sheet;
  private readonly text: HTMLTextAreaElement;
  private readonly state: HTMLElement;
  private readonly choice: HTMLElement;
  /** What the form holds when nobody has written in it, and what the server holds. */
  private pristine = '';
  private saved = '';
  private pause = 0;
  private saving?: Promise<void>;
  /** Another window was faster: nothing is saved until its author has chosen. */
  private torn = false;
  private safe = true;
  /** The message goes by itself when its files are there, or the connection is. */
  private after: 'files' | 'connection' | undefined;
  private queued: Entry['queued'];
  private waits = '';
  /** What was sent last. */
  private goes?: Sent;
  /** What was written on since then, when the form was emptied for the next message. */
  private further?: Content;
  private readonly left: () => void;
  private readonly deaf: () => void;

  constructor(readonly form: HTMLFormElement) {
    this.sheet = new Sheet(form);
    this.text = this.sheet.text;
    const place = form.dataset.place ?? '';
    this.place = place === 'new' ? ownPlace() : place;
    this.left = occupy(this.place);
    this.sheet.field('window', windowOf(this.place));
    if (!this.draft) this.draft = draw();
    this.deaf = onSent((sent) => this.sentElsewhere(sent));
    this.who = form.dataset.who ?? '';
    this.words = JSON.parse(form.dataset.writing ?? '{}');
    this.state = form.querySelector('.writing-state')!;
    this.choice = form.querySelector('.writing-choice')!;
    this.memory = new Memory(this.who, this.place);
    this.files = new Files(form, this.place, this.who, this.words, () => this.filesChanged());
    if (form.dataset.html && this.text.value === this.text.defaultValue) this.sheet.format(form.dataset.html);
    // With the draft that the server put into the form, and without what was typed before this ran.
    this.saved = JSON.stringify({ ...this.sheet.content(), text: this.text.defaultValue });
    this.pristine = this.saved;
    form.addEventListener('input', () => this.wrote());
    form.addEventListener('change', () => this.wrote());
    form.addEventListener('portico:sent', () => this.sent());
    // Before anything is emptied.
    form.addEventListener('reset', () => this.emptied(), true);
    form.addEventListener('portico:signed-out', () => void this.signedOut());
    form.addEventListener('portico:offline', () => this.queue());
    form.addEventListener('portico:refused', () => this.refused());
    void this.begin();
    if (this.text.value !== this.text.defaultValue) this.wrote();
  }

  // ── what was begun before ──

  private async begin() {
    const left = this.memory.find();
    if (left) return this.resume(left);
    if (!isNew(this.place)) return;
    const begun = await read(this.place).catch(() => undefined);
    if (begun?.revision) return this.sheet.json() === this.pristine ? void this.take(begun) : this.tear(begun);
    // What is written for one customer goes on with that one, and a chat that starts is no ticket that was begun.
    const place = this.form.querySelector<HTMLElement>('.new-begun');
    if (!place || this.form.dataset.place !== 'new') return;
    const others = await begunElsewhere(this.who, this.place);
    if (others.length > 0 && this.form.isConnected) {
      offer(place, this.words, others, (one) => void this.goOn(one), (one) => void this.giveUp(one));
    }
  }

  /** What stands here is one that was begun, then, if it is anything. */
  private async goOn({ place }: Begun) {
    await this.save();
    goOn(place);
  }

  private async giveUp({ place }: Begun) {
    new Memory(this.who, place).forget();
    await new Shelf(`${this.who}|${place}`).clear();
    const begun = await read(place).catch(() => undefined);
    if (begun) await discard(place, begun.revision, begun.files.map(({ id }) => id)).catch(() => undefined);
  }

  /** What this browser kept and the server may not have. */
  private async resume(left: Entry) {
    const begun = isNew(this.place) ? await read(this.place).catch(() => undefined) : undefined;
    const there = begun?.revision ?? this.revision;
    const kept = begun ?? this.sheet.content();
    const id = begun ? begun.id : there ? this.draft : '';
    this.draft = id || left.draft || this.draft;
    await this.sheet.fill(left.content);
    this.files.keepOf(begun, left.content);
    if (left.revision !== there && there !== 0 && left.content.text !== kept.text) {
      this.revision = left.revision;
      return this.tear({ id, text: kept.text, html: kept.html, fields: kept.fields, revision: there, files: begun?.files ?? [] });
    }
    this.revision = there || left.revision;
    if (!left.queued) return this.wrote();
    this.sheet.field('key', left.queued.key);
    this.queue();
    await this.files.ready;
    this.tryNow();
  }

  private async take(unsent: Unsent) {
    const gone = unsent.revision === 0;
    // Its files went with it.
    if (gone) this.files.clear();
    this.revision = unsent.revision;
    await this.sheet.fill(gone ? this.blank : unsent);
    this.files.keepOf(unsent, isNew(this.place) ? unsent : undefined);
    this.saved = this.sheet.json();
    if (gone) this.memory.forget();
    this.free(unsent.revision, unsent.id);
    this.tell(gone ? '' : this.words.saved);
  }

  // ── keeping it ──

  private get revision() {
    return Number(this.sheet.field('revision'));
  }

  private set revision(revision: number) {
    this.sheet.field('revision', String(revision));
  }

  private get draft() {
    return this.sheet.field('draft');
  }

  private set draft(id: string) {
    this.sheet.field('draft', id);
  }

  private get blank(): Content {
    return isNew(this.place) ? JSON.parse(this.pristine) : { text: '', html: '', fields: [] };
  }

  /** Nothing that anybody would miss. */
  private get isEmpty() {
    const blank = isNew(this.place) ? this.sheet.json() === this.pristine : this.text.value.trim() === '';
    return blank && this.files.isEmpty;
  }

  private wrote() {
    const now = this.sheet.json();
    if (now === this.saved && !this.after) {
      if (!this.saving) this.state.removeAttribute('data-stale');
      return;
    }
    if (this.after === 'connection') {
      // The editor may only have come to the same words later.
      if (this.text.value === this.waits) return;
      this.stay();
    }
    this.keep();
    // "Draft saved" is not said of what has yet to be saved.
    this.state.toggleAttribute('data-stale', this.state.textContent === this.words.saved);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.save(), PAUSE);
  }

  private keep() {
    this.safe = this.memory.keep({ content: this.sheet.content(), draft: this.draft, revision: this.revision, at: Date.now(), queued: this.queued });
  }

  /** `anew`: also what the server seems to have. */
  private save(anew = false): Promise<void> {
    clearTimeout(this.pause);
    this.saving ??= this.saveNow(anew).finally(() => (this.saving = undefined));
    return this.saving;
  }

  private async saveNow(anew: boolean) {
    const now = this.sheet.json();
    if (this.torn || (now === this.saved && !anew) || this.after === 'connection') return;
    // What stood here before is being sent, and its draft goes with it.
    if (this.form.hasAttribute('data-on-its-way')) return this.later();
    const at = Date.now();
    const { isEmpty: empty, draft } = this;
    const answer = await (empty ? discard(this.place, this.revision, []) : save(this.place, draft, this.revision, JSON.parse(now))).catch(() => undefined);
    // Sent meanwhile, from another tab.
    if (this.draft !== draft) return;
    if (answer?.status === 409) return this.tear((await answer.json()).newer);
    if (!answer?.ok) return this.later(answer?.status);
    this.revision = empty ? 0 : (await answer.json()).Ok.revision;
    this.saved = now;
    this.memory.forget(at);
    this.tell(empty ? '' : this.words.saved);
    if (this.sheet.json() !== now) this.wrote();
  }

  private later(status?: number) {
    this.tell(status === undefined ? this.words.away : this.words.here);
    if (status !== undefined && status < 500) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.save(), LOOK);
  }

  // ── two windows ──

  private tear(newer: Unsent) {
    if (JSON.stringify({ text: newer.text, html: newer.html, fields: newer.fields }) === this.sheet.json()) return this.free(newer.revision, newer.id);
    this.torn = true;
    const gone = newer.revision === 0;
    ask(this.choice, gone ? this.words.gone : this.words.newer, newer.text, [
      [
        this.words.keep,
        () => {
          this.free(newer.revision, newer.id);
          void this.save();
        },
      ],
      [gone ? this.words.clear : this.words.take, () => void this.take(newer)],
    ]);
  }

  /** What stands here goes on as this draft, or as one of its own. */
  private free(revision: number, id = '') {
    this.torn = false;
    this.revision = revision;
    this.draft = id || draw();
    this.choice.replaceChildren();
  }

  // ── sending ──

  /** Holds a form back that is not ready to go. */
  submitting(event: Event) {
    clearTimeout(this.pause);
    if (this.files.has('refused')) {
      hold(event);
      this.files.focusFault();
    } else if (this.files.has('sending') || this.files.has('waiting')) {
      hold(event);
      this.after = 'files';
      this.waitToBeSent();
      this.tell(this.words.files);
      this.files.again();
    } else if (this.saving) {
      hold(event);
      void this.saving.then(() => this.form.requestSubmit());
    } else {
      this.goes = { draft: this.draft, text: this.text.value };
    }
  }

  private filesChanged() {
    if (this.after === 'files' && !this.files.has('sending')) {
      if (this.files.has('waiting')) {
        clearTimeout(this.pause);
        this.pause = setTimeout(() => this.tryNow(), LOOK);
        return this.tell(this.words.waiting, true);
      }
      if (this.files.has('refused')) this.stay();
      this.after = undefined;
      if (!this.files.has('refused')) this.form.requestSubmit();
    }
    if (this.saved !== '') this.wrote();
  }

  /** What was written between sending and the answer has not gone with the message. */
  private emptied() {
    const gone = this.goes?.text;
    const now = this.sheet.content();
    if (gone === undefined || now.text.trim() === '' || now.text.trim() === gone.trim()) return;
    const goesOn = now.html === '' && now.text.startsWith(gone);
    this.further = goesOn ? { ...now, text: now.text.slice(gone.length).trimStart() } : now;
  }

  private sent() {
    const further = this.further;
    const [ticket, message] = (this.form.dataset.sent ?? '').split('#m-');
    if (this.goes) tellSent(this.goes);
    this.goes = this.further = undefined;
    this.memory.forget();
    if (isNew(this.place)) forgetOwn();
    this.after = this.queued = undefined;
    this.files.clear();
    this.free(0);
    this.saved = this.sheet.json();
    this.tell('');
    if (ticket && message) toast(this.words.sent, UNDO_SECONDS, { label: this.words.undo, run: () => void this.undo(ticket, message) });
    if (further) void this.sheet.fill(further);
  }

  /** It was sent from another tab: gone here, too, unless its author has written on. */
  private sentElsewhere({ draft, text }: Sent) {
    if (draft !== this.draft) return;
    clearTimeout(this.pause);
    this.after = this.queued = undefined;
    const gone = { ...this.blank, id: '', revision: 0, files: [] };
    if (this.text.value.trim() !== text.trim()) return this.tear(gone);
    void this.take(gone).then(() => this.tell(this.words.elsewhere));
  }

  private async undo(ticket: string, message: string) {
    if (!(await retract(ticket, message))) return toast(this.words.late);
    const unsent = await read(this.place);
    if (unsent) await this.take(unsent);
    this.tell(this.words.back);
    this.text.focus();
  }

  private async signedOut() {
    this.keep();
    if (await signIn(this.who, this.words)) this.form.requestSubmit();
    else this.tell(this.words.here);
  }

  private refused() {
    this.tell('');
    this.after = undefined;
    // Whether another tab has sent it, which its author decides about.
    void this.save(true);
    if (!this.queued) return;
    this.queued = undefined;
    this.keep();
  }

  /** It goes by itself now, also when this page is left. */
  private waitToBeSent() {
    this.queued = { action: this.form.getAttribute('action') ?? '', key: this.sheet.field('key') };
    this.keep();
  }

  private queue() {
    this.after = 'connection';
    this.waits = this.text.value;
    this.waitToBeSent();
    this.tell(this.words.waiting, true);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.tryNow(), LOOK);
  }

  /** There may be a connection again. */
  tryNow() {
    this.files.again();
    if (this.after === 'connection') {
      this.after = undefined;
      this.form.requestSubmit();
    } else void this.save();
  }

  /** It is not to be sent by itself any more. */
  private stay() {
    clearTimeout(this.pause);
    this.after = this.queued = undefined;
    this.keep();
    this.tell(this.words.here);
  }

  private tell(text: string, waiting = false) {
    this.state.replaceChildren(text);
    this.state.removeAttribute('data-stale');
    this.state.toggleAttribute('data-waiting', waiting);
    if (waiting) this.state.append(' ', button(this.words.stay, () => this.stay(), 'link-button'));
  }

  // ── leaving ──

  /** The page goes, or only this form does. */
  leave() {
    clearTimeout(this.pause);
    if (!this.form.isConnected) {
      this.left();
      this.deaf();
    }
    if (this.sheet.json() !== this.saved && !this.after) void this.save();
  }

  /** Files that were dropped elsewhere on the page. */
  attach(files: File[]) {
    this.files.addAll(files);
  }

  get atRisk() {
    return this.files.atRisk || (!this.safe && this.sheet.json() !== this.saved);
  }
}

function hold(event: Event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
