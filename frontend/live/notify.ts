/** Notifications of the browser, for those who have asked for them. Whether somebody has is remembered in the browser. */
import { remember, remembered } from './remember';

export interface Notice {
  number: string;
  title: string;
  text: string;
  /** The message that it tells of. */
  message?: string | null;
  /** It is about a chat. */
  chat?: boolean;
}

/** A notice that waits, in the browser's store: the tab that reads the stream may go before it is due. */
interface Waiting extends Notice {
  message: string;
  /** In milliseconds since 1970. */
  due: number;
}

/** So long, in milliseconds, may an author take a message back; nobody is called for it before. */
const UNDO = 10_000;
/** So late, in milliseconds, what waited while no tab was open is no news any more. */
const LATE = 60_000;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

const wanted = 'portico:notify';
const root = document.documentElement;
const possible = 'Notification' in window;

/** Announces what is new; a message as soon as its author cannot take it back any more. Only the tab that reads the stream does. */
export function announce(login: string, notice: Notice) {
  if (!possible || Notification.permission !== 'granted' || remembered(wanted) !== login) return;
  const { message } = notice;
  if (!message) return void show(login, notice);
  const next = { ...notice, message, due: Date.now() + UNDO };
  keep(login, [...waiting(login), next]);
  wait(login, next);
}

/** The message was taken back. */
export function withdraw(login: string, message: string) {
  clearTimeout(timers.get(message));
  timers.delete(message);
  keep(login, waiting(login).filter((one) => one.message !== message));
}

/** Goes on where the tab that read the stream before has left off. */
export function resume(login: string) {
  const left = waiting(login).filter(({ due }) => due > Date.now() - LATE);
  keep(login, left);
  for (const one of left) wait(login, one);
}

function wait(login: string, notice: Waiting) {
  const later = () => {
    withdraw(login, notice.message);
    void show(login, notice);
  };
  timers.set(notice.message, setTimeout(later, Math.max(0, notice.due - Date.now())));
}

const store = (login: string) => `portico:notices:${login}`;

function waiting(login: string): Waiting[] {
  try {
    return JSON.parse(remembered(store(login)) ?? '[]') as Waiting[];
  } catch {
    return [];
  }
}

function keep(login: string, notices: Waiting[]) {
  remember(store(login), notices.length ? JSON.stringify(notices) : null);
}

/** Shows a notice, unless some tab of ours is in sight: there the page itself shows what is new. */
async function show(login: string, notice: Notice) {
  const { held } = (await navigator.locks?.query().catch(() => undefined)) ?? {};
  if (held?.some((lock) => lock.name === `portico:sight:${login}`)) return;
  try {
    const shown = new Notification(notice.title, { body: notice.text, tag: notice.number });
    shown.onclick = () => {
      shown.close();
      window.focus();
      location.assign(isChat(notice) ? `/chat/${notice.number}` : `/tickets/${notice.number}`);
    };
  } catch {
    // Some phones show notifications of service workers only.
  }
}

/** A chat that is told as one, or that stands on this page as one. */
export function isChat({ number, chat }: Notice): boolean {
  return chat === true || document.querySelector(`[data-number="${CSS.escape(number)}"], a[href="/chat/${CSS.escape(number)}"]`) !== null;
}

/** Holds a lock while this tab is in sight. */
export function beSeen(login: string) {
  let leave: (() => void) | undefined;
  const look = () => {
    if (document.visibilityState === 'visible' && !leave) {
      const left = new Promise<void>((resolve) => (leave = resolve));
      navigator.locks.request(`portico:sight:${login}`, { mode: 'shared' }, () => left).catch(() => undefined);
    } else if (document.visibilityState !== 'visible') {
      leave?.();
      leave = undefined;
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
}

/** Tells the style sheet which button makes sense. */
function tellState(login: string) {
  const state = !possible ? 'none' : Notification.permission === 'denied' ? 'denied' : 'can';
  root.dataset['notify'] = state === 'can' && remembered(wanted) === login && Notification.permission === 'granted' ? 'on' : state;
}

/** Answers to the buttons that ask for notifications, wherever they stand. */
export function offer(login: string) {
  tellState(login);
  document.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-notify]:not(html)') : null;
    const choice = button?.getAttribute('data-notify');
    if (choice === 'on' && (await Notification.requestPermission()) === 'granted') remember(wanted, login);
    if (choice === 'off') remember(wanted, null);
    if (choice) tellState(login);
  });
}
