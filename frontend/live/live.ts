/**
 * Hears what others do. All tabs of a browser share one event stream: the tab that holds a lock reads it and passes
 * everything on to the others, because browsers open only six connections to a server that speaks HTTP/1.1.
 */
import { hideEnded, isSignedOut, showEnded } from './ended';
import { type Notice, announce, beSeen, offer, resume, withdraw } from './notify';
import { showUnread } from './title';

/** A piece of news as the stream tells it. */
interface Told {
  /** What differs from reader to reader as a digit, then bytes in base 64 that the page's own code reads. */
  news: string;
  unread?: number;
  notice?: Notice;
  /** Messages that were taken back. */
  withdrawn?: string[];
}

type Take = (told: Told, mark: string) => void;

/** What tabs say to each other. */
type Said =
  | { kind: 'told'; mark: string; told: Told }
  /** A tab that has come later asks for what was told since it was opened, in milliseconds since 1970. */
  | { kind: 'join'; since: number }
  /** The stream is open. */
  | { kind: 'begun' }
  /** The stream is broken. */
  | { kind: 'lost' }
  /** Nobody is signed in any more, or somebody else. */
  | { kind: 'ended' };

/** Pieces of news that a later tab may ask for. */
const KEPT = 200;
/** When a stream that was refused is tried again, in milliseconds. */
const REFUSED = 30_000;

/** Listens as `login`, from where the page's own knowledge ends. */
export function listen(login: string, mark: string) {
  offer(login);
  showUnread();
  accompany(login);
  const channel = 'locks' in navigator ? between(login) : undefined;
  if (!channel) return alone(login, mark);
  let newest = mark;
  let followed = false;
  const take: Take = (told, at) => {
    newest = at;
    pass(told);
  };
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.kind === 'told') take(data.told, data.mark);
    if (data.kind === 'ended') return void showEnded();
    if (data.kind !== 'join') followed = true;
    if (data.kind === 'begun') isLive();
    if (data.kind === 'lost') isLost();
  };
  channel.postMessage({ kind: 'join', since: performance.timeOrigin } satisfies Said);
  beSeen(login);
  navigator.locks.request(`portico:stream:${login}`, () => lead(login, newest, channel, take, followed)).catch(() => alone(login, newest));
}

/** Between the tabs of this browser, where it lets them speak to each other. */
function between(login: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`portico:${login}`);
  } catch {
    return undefined;
  }
}

/** Reads a stream for this tab. */
function alone(login: string, mark: string) {
  const stream = new Stream(login, mark, pass);
  stream.begun = isLive;
  stream.lost = isLost;
  stream.ended = () => void showEnded();
  stream.open();
}

/** Reads the stream for all tabs, until this one goes. */
function lead(login: string, mark: string, channel: BroadcastChannel, take: Take, again: boolean) {
  const kept: { at: number; mark: string; told: Told }[] = [];
  resume(login);
  const stream = new Stream(login, mark, (told, at) => {
    kept.push({ at: Date.now(), mark: at, told });
    if (kept.length > KEPT) kept.shift();
    channel.postMessage({ kind: 'told', mark: at, told } satisfies Said);
    take(told, at);
    if (told.notice) announce(login, told.notice);
    told.withdrawn?.forEach((message) => withdraw(login, message));
  }, again);
  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.kind !== 'join') return;
    if (stream.isOpen) channel.postMessage({ kind: 'begun' } satisfies Said);
    const missed = kept.filter((piece) => piece.at > data.since);
    for (const piece of missed) channel.postMessage({ kind: 'told', mark: piece.mark, told: piece.told } satisfies Said);
  });
  stream.begun = () => {
    isLive();
    channel.postMessage({ kind: 'begun' } satisfies Said);
  };
  stream.lost = () => {
    isLost();
    channel.postMessage({ kind: 'lost' } satisfies Said);
  };
  stream.ended = () => {
    channel.postMessage({ kind: 'ended' } satisfies Said);
    void showEnded();
  };
  stream.open();
  // This tab leads until it goes: who signs in again is heard by it.
  return new Promise<void>(() => undefined);
}

class Stream {
  /** Whoever the page belongs to is not signed in any more. */
  ended: () => void = () => undefined;
  begun: () => void = () => undefined;
  lost: () => void = () => undefined;
  private source?: EventSource;

  constructor(
    private readonly login: string,
    private mark: string,
    private readonly tell: Take,
    /** Another tab read a stream before: nobody heard what was read elsewhere in between. */
    private readonly again = false,
  ) {
    // A page that is left must not be told about the end of its stream; one that is taken out of the cache goes on.
    addEventListener('pagehide', () => this.source?.close());
    addEventListener('offline', () => this.lost());
    addEventListener('online', () => this.isOpen && this.begun());
    addEventListener('pageshow', (event) => event.persisted && this.open());
  }

  get isOpen() {
    return this.source?.readyState === EventSource.OPEN;
  }

  open() {
    const source = new EventSource(`/events?after=${this.mark}${this.again ? '&again=1' : ''}`);
    this.source = source;
    source.addEventListener('hello', (event: MessageEvent<string>) => {
      const { login, unread } = JSON.parse(event.data) as { login: string; unread: number };
      if (login !== this.login) {
        source.close();
        this.ended();
        // The page belongs to somebody who may come back.
        setTimeout(() => this.open(), REFUSED);
        return;
      }
      showUnread(unread);
      this.note(event);
      this.begun();
    });
    source.addEventListener('news', (event: MessageEvent<string>) => {
      this.note(event);
      this.tell(JSON.parse(event.data) as Told, this.mark);
    });
    source.onerror = () => {
      this.lost();
      // Otherwise the browser comes back by itself.
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(() => this.open(), REFUSED);
      void isSignedOut().then((out) => out && this.ended());
    };
  }

  private note(event: MessageEvent) {
    if (event.lastEventId) this.mark = event.lastEventId;
  }
}

/** Says on the root that the page hears what others do; tests wait for it. */
function isLive() {
  hideEnded();
  document.documentElement.dataset['live'] = 'on';
}

/** What stands on the page may be old, and what is said does not go out. */
function isLost() {
  document.documentElement.dataset['live'] = 'lost';
}

/** Hands a piece of news to the page. */
function pass(told: Told) {
  if (told.unread !== undefined) showUnread(told.unread);
  const [about, text] = [Number(told.news[0]), atob(told.news.slice(1))];
  const bytes = new Uint8Array(text.length + 1);
  bytes[0] = about;
  for (let place = 0; place < text.length; place++) bytes[place + 1] = text.charCodeAt(place);
  dispatchEvent(new CustomEvent('portico:news', { detail: bytes }));
  if (told.notice) dispatchEvent(new CustomEvent('portico:notice', { detail: told.notice }));
}

/** Loads what stands beside chats, when one stands on the page. */
function accompany(login: string) {
  const base = import.meta.url.replace(/[^/]*$/, '');
  const look = () => {
    if (document.querySelector('[data-chat]')) void import(`${base}chat.js`).then((chat) => chat.watch(login));
  };
  addEventListener('portico:chat', look);
  // The browser module expects the page as it was sent.
  if (document.documentElement.hasAttribute('data-hydrated')) look();
}
