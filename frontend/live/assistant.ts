/**
 * The assistant beside any page: what stands at `/assistant`, fetched and shown in a panel. Its forms are those of that page, sent
 * to the same addresses; where that fails, the page itself opens.
 */
let panel: HTMLDialogElement | undefined;
let opener: HTMLElement | undefined;

export async function open(from: HTMLElement): Promise<void> {
  opener = from;
  if (panel?.open) return close();
  panel ??= made(from);
  if (!panel.isConnected) document.body.append(panel);
  if (!(await show(fetch('/assistant')))) return;
  panel.show();
  settle(panel);
}

function made(from: HTMLElement): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'assistant-panel';
  dialog.setAttribute('aria-label', from.textContent ?? '');
  const shut = document.createElement('button');
  shut.type = 'button';
  shut.className = 'assistant-shut';
  shut.textContent = '×';
  shut.setAttribute('aria-label', from.dataset['close'] ?? '');
  shut.addEventListener('click', close);
  const place = document.createElement('div');
  place.className = 'assistant-place';
  dialog.append(shut, place);
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  dialog.addEventListener('submit', (event) => send(event, dialog));
  return dialog;
}

function close() {
  panel?.close();
  opener?.focus();
}

function send(event: SubmitEvent, dialog: HTMLDialogElement) {
  const form = event.target as HTMLFormElement;
  const address = new URL(form.action).pathname;
  // The others lead to pages of their own.
  if (!address.startsWith('/assistant') || dialog.ariaBusy === 'true') return;
  event.preventDefault();
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, event.submitter)) body.append(name, String(value));
  dialog.ariaBusy = 'true';
  void show(fetch(address, { method: 'POST', body })).then((shown) => {
    dialog.ariaBusy = 'false';
    if (shown) settle(dialog);
  });
}

/** Puts the page's part into the panel; otherwise goes to the page. */
async function show(coming: Promise<Response>): Promise<boolean> {
  const page = await coming.then((answer) => answer.text()).catch(() => '');
  const part = new DOMParser().parseFromString(page, 'text/html').querySelector('#assistant');
  if (!part || !panel) {
    location.assign('/assistant');
    return false;
  }
  part.removeAttribute('id');
  panel.querySelector('.assistant-place')?.replaceChildren(document.importNode(part, true));
  return true;
}

function settle(dialog: HTMLDialogElement) {
  dialog.querySelector('#last')?.scrollIntoView({ block: 'start' });
  dialog.querySelector<HTMLElement>('input[type=text]')?.focus({ preventScroll: true });
}
