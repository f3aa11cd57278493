/**
 * Passkeys. The server says what is to be signed, a device signs it, and what it said goes back as a form: from there on it is a
 * sign-in, or a change of the account, like any other.
 */

interface Asked {
  challenge: string;
  /** The name that passkeys are bound to. */
  site: string;
}

interface AskedToMake extends Asked {
  house: string;
  handle: string;
  login: string;
  name: string;
  /** Of these a device makes no second one. */
  known: string[];
  algorithms: number[];
}

type Fields = [string, string][];

/** As long as the server waits. */
const timeout = 300_000;

/** Does what a form asks for: `data-passkey` is `enter` or `add`. */
export async function use(form: HTMLFormElement) {
  if (form.ariaBusy === 'true') return;
  form.ariaBusy = 'true';
  tell(form, '');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(typed(form)) });
    if (!answer.ok) return tell(form, await answer.text());
    if (form.dataset['passkey'] === 'enter') await enter(await answer.json());
    else await add(form, await answer.json());
  } catch (error) {
    const known = error instanceof DOMException && error.name === 'InvalidStateError';
    tell(form, (known && form.dataset['known']) || form.dataset['failed'] || '');
  } finally {
    form.ariaBusy = 'false';
  }
}

async function enter(asked: Asked) {
  const publicKey = { challenge: bytes(asked.challenge), rpId: asked.site, userVerification: 'required', timeout } as const;
  const key = await navigator.credentials.get({ publicKey });
  if (!(key instanceof PublicKeyCredential)) throw new Error('no key');
  const said = key.response as AuthenticatorAssertionResponse;
  // Where the sign-in was to lead, and what was being written before it.
  const door = document.querySelector<HTMLFormElement>('form[action="/login"]');
  const carried = door ? typed(door).filter(([name]) => name !== 'login' && name !== 'password') : [];
  send('/login/passkey', [
    ...carried,
    ['credential', text(key.rawId)],
    ['handle', text(said.userHandle)],
    ['client', text(said.clientDataJSON)],
    ['device', text(said.authenticatorData)],
    ['signature', text(said.signature)],
  ]);
}

async function add(form: HTMLFormElement, asked: AskedToMake) {
  const publicKey = {
    challenge: bytes(asked.challenge),
    rp: { id: asked.site, name: asked.house },
    user: { id: bytes(asked.handle), name: asked.login, displayName: asked.name },
    pubKeyCredParams: asked.algorithms.map((alg) => ({ type: 'public-key', alg }) as const),
    excludeCredentials: asked.known.map((id) => ({ type: 'public-key', id: bytes(id) }) as const),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    timeout,
  } as const;
  const key = await navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions });
  if (!(key instanceof PublicKeyCredential)) throw new Error('no key');
  const said = key.response as AuthenticatorAttestationResponse;
  const name = typed(form).filter(([field]) => field === 'name');
  send('/account/passkeys', [...name, ['client', text(said.clientDataJSON)], ['device', text(said.getAuthenticatorData())]]);
}

const typed = (form: HTMLFormElement): Fields =>
  [...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === 'string');

/** Sends a form that nobody sees, as if somebody had. */
function send(action: string, fields: Fields) {
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action, hidden: true });
  for (const [name, value] of fields) form.append(Object.assign(document.createElement('textarea'), { name, value }));
  document.body.append(form);
  form.submit();
}

function tell(form: HTMLFormElement, words: string) {
  const place = form.querySelector('[role="alert"]');
  if (place) place.textContent = words;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(content: ArrayBuffer | null): string {
  const letters = String.fromCharCode(...new Uint8Array(content ?? new ArrayBuffer(0)));
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
