/** Files go ahead while the message is still being written: each with its progress, to be taken out or tried again. */
import { Shelf } from './memory';
import { remove, type Content, type Waiting } from './server';
import { about, button, make, type Words } from './words';

/** As in app/domain/src/files.rs. */
const FILE_MAX = 25_000_000;
const FILES_MAX = 20;
/** Of so many files that have no room the names are said. */
const NAMED = 5;

type State = 'sending' | 'there' | 'waiting' | 'refused';

interface Item {
  id: string;
  name: string;
  state: State;
  row: HTMLLIElement;
  file?: File;
  request?: XMLHttpRequest;
  kept?: boolean;
}

export class Files {
  private items: Item[] = [];
  /** Says which files had no room. */
  private leftOut?: HTMLElement;
  /** Ids of files that came in here: those on the shelf may be the same. */
  private readonly came = new Set<string>();
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly shelf: Shelf;
  /** Once those on the shelf are here, too. */
  readonly ready: Promise<void>;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly place: string,
    who: string,
    private readonly words: Words,
    private readonly changed: () => void,
  ) {
    this.shelf = new Shelf(`${who}|${place}`);
    this.input = form.querySelector<HTMLInputElement>('input[type=file][name=attachment]')!;
    this.list = form.querySelector<HTMLElement>('.files-chosen')!;
    for (const row of [...this.list.children]) this.adopt(row as HTMLLIElement);
    this.input.addEventListener('change', () => this.take());
    form.addEventListener('dragover', (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault());
    form.addEventListener('drop', (event) => this.dropped(event));
    form.addEventListener('paste', (event) => this.pasted(event));
    this.take();
    this.ready = this.shelf.all().then((kept) => kept.forEach(({ id, file }) => (this.arrived(file) ? void this.shelf.drop(id) : this.add(file, id))));
  }

  /** Whether a page that was left got the file across and did not come to know. */
  private arrived(file: File) {
    const same = ({ name, row }: Item) => name === file.name && row.querySelector('.file-size')?.textContent === sizeText(file.size);
    return this.items.some((item) => item.state === 'there' && same(item));
  }

  /** What the server put into the page for browsers without scripts. */
  private adopt(row: HTMLLIElement) {
    const box = row.querySelector<HTMLInputElement>('input[name=upload]');
    if (!box?.checked) return row.remove();
    const text = (part: string) => row.querySelector(part)?.textContent ?? '';
    this.there({ id: box.value, name: text('.file-name'), size: 0 }, text('.file-size'));
    row.remove();
  }

  private dropped(event: DragEvent) {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (event.defaultPrevented || files.length === 0) return;
    event.preventDefault();
    this.addAll(files);
  }

  /** A screenshot, into the plain box. Text that comes with a picture of itself stays text, and the editor has its own way. */
  private pasted(event: ClipboardEvent) {
    const files = [...(event.clipboardData?.files ?? [])];
    const isText = event.clipboardData?.getData('text/plain') !== '';
    if (event.defaultPrevented || files.length === 0 || isText || !(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    this.addAll(files.map(named));
  }

  private take() {
    const files = [...(this.input.files ?? [])];
    this.input.value = '';
    this.addAll(files);
  }

  /** As many as one message holds. The others are not sent ahead for nothing: it is said which they are. */
  addAll(files: File[]) {
    const room = Math.max(0, FILES_MAX - this.items.length);
    files.slice(0, room).forEach((file) => this.add(file));
    const over = files.slice(room);
    if (over.length === 0) return;
    const names = over.slice(0, NAMED).map(({ name }) => name);
    const told = about(this.words.many, names.join(', ') + (over.length > NAMED ? ` (+${over.length - NAMED})` : ''));
    this.leftOut?.remove();
    const row = make('li', { class: 'file-failed' }, make('span', { class: 'file-fault', role: 'alert' }, told));
    this.leftOut = row;
    this.list.append(row);
  }

  /** Those of the waiting files that the content names; all without one. */
  keepOf(unsent: { files: Waiting[] } | undefined, content?: Content) {
    const named = content && new Set(content.fields.filter(([name]) => name === 'upload').map(([, id]) => id));
    for (const file of unsent?.files ?? []) if (!named || named.has(file.id)) this.there(file);
  }

  /** A file that the server has already. */
  there({ id, name, size }: Waiting, shown = sizeText(size)) {
    if (this.items.some((item) => item.id === id)) return;
    const item: Item = { id, name, state: 'there', row: make('li') };
    this.items.push(item);
    this.list.append(item.row);
    this.show(item, shown);
  }

  private add(file: File, id: string = crypto.randomUUID?.() ?? String(Math.random())) {
    if (this.came.has(id)) return;
    this.came.add(id);
    const item: Item = { id, name: file.name, state: 'sending', row: make('li'), file };
    this.items.push(item);
    this.list.append(item.row);
    if (file.size === 0) return this.refuse(item, about(this.words.empty, file.name));
    if (file.size > FILE_MAX) return this.refuse(item, about(this.words.large, file.name));
    void this.shelf.put(id, file).then((kept) => (item.kept = kept));
    this.send(item);
  }

  private send(item: Item) {
    const { file } = item;
    if (!file) return;
    item.state = 'sending';
    const data = new FormData();
    data.set('place', this.place);
    data.set('attachment', file);
    const request = new XMLHttpRequest();
    item.request = request;
    request.open('POST', '/uploads');
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = (event) => this.progress(item, event.loaded / Math.max(event.total, 1));
    request.onload = () => this.answered(item, request);
    request.onerror = () => this.wait(item);
    request.send(data);
    this.show(item, sizeText(file.size));
    this.changed();
  }

  private answered(item: Item, request: XMLHttpRequest) {
    if (!this.items.includes(item)) return;
    let told;
    try {
      told = JSON.parse(request.responseText);
    } catch {
      told = {};
    }
    const sent: Waiting | undefined = told.Ok?.[0];
    if (!sent) return request.status === 422 || request.status === 413 ? this.refuse(item, this.reason(told, item.name)) : this.wait(item);
    void this.shelf.drop(item.id);
    Object.assign(item, { id: sent.id, name: sent.name, state: 'there', file: undefined });
    this.show(item, sizeText(sent.size));
    this.changed();
  }

  private reason(told: unknown, name: string): string {
    const why = JSON.stringify(told ?? '');
    const known = { FileEmpty: this.words.empty, TooLarge: this.words.large, NoRoom: this.words.room, TooManyFiles: this.words.many };
    const found = Object.entries(known).find(([reason]) => why.includes(reason));
    return about(found?.[1] ?? this.words.failed, name);
  }

  private refuse(item: Item, why: string) {
    item.state = 'refused';
    this.show(item, why);
    this.changed();
  }

  private wait(item: Item) {
    item.state = 'waiting';
    this.show(item, about(this.words.failed, item.name));
    this.changed();
  }

  private progress(item: Item, part: number) {
    const bar = item.row.querySelector('progress');
    if (bar) bar.value = part;
  }

  private show(item: Item, told: string) {
    const { row, state } = item;
    const failed = state === 'refused' || state === 'waiting';
    const takeOut = button('×', () => this.remove(item), 'icon-button');
    takeOut.setAttribute('aria-label', about(this.words.remove, item.name));
    row.className = failed ? 'file-failed' : '';
    row.replaceChildren(make('span', { class: 'file-name' }, item.name));
    row.append(make('span', failed ? { class: 'file-fault', role: 'alert' } : { class: 'file-size' }, told));
    if (state === 'sending') row.append(make('progress', { max: '1', value: '0', 'aria-label': item.name }));
    if (state === 'waiting') row.append(button(this.words.retry, () => this.send(item), 'link-button'));
    if (state === 'there') row.append(make('input', { type: 'hidden', name: 'upload', value: item.id }));
    row.append(takeOut);
  }

  private remove(item: Item) {
    const next = item.row.nextElementSibling ?? item.row.previousElementSibling;
    this.items = this.items.filter((other) => other !== item);
    this.leftOut?.remove();
    item.row.remove();
    item.request?.abort();
    if (item.state === 'there') void remove(item.id).catch(() => undefined);
    else void this.shelf.drop(item.id);
    (next?.querySelector<HTMLElement>('button:last-child') ?? this.input).focus();
    this.changed();
  }

  /** Tries again what found no connection. */
  again() {
    this.items.filter((item) => item.state === 'waiting').forEach((item) => this.send(item));
  }

  /** They went with the message, or were given up. */
  clear() {
    for (const item of this.items) {
      item.row.remove();
      item.request?.abort();
      void this.shelf.drop(item.id);
    }
    this.leftOut?.remove();
    this.items = [];
  }

  has(state: State) {
    return this.items.some((item) => item.state === state);
  }

  get ids() {
    return this.items.filter((item) => item.state === 'there').map((item) => item.id);
  }

  get isEmpty() {
    return this.items.length === 0;
  }

  /** Whether a file would be lost with this page. */
  get atRisk() {
    return this.items.some((item) => (item.state === 'sending' || item.state === 'waiting') && !item.kept);
  }

  focusFault() {
    this.form.querySelector<HTMLElement>('.file-failed button:last-child')?.focus();
  }
}

/** Browsers call every pasted picture `image.png`. */
function named(file: File): File {
  const mark = Math.random().toString(36).slice(2, 6);
  return /^image\.\w+$/.test(file.name) ? new File([file], file.name.replace('image.', `picture-${mark}.`), { type: file.type }) : file;
}

/** As `size_text` in app/domain/src/files.rs. */
function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`;
  return `${Math.floor(bytes / 1_000_000)}.${Math.floor((bytes % 1_000_000) / 100_000)} MB`;
}
