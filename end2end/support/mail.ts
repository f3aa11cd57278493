/** The mails of the server under test: it writes them into DATA/outbox, because no mail server is set. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, outbox } from './test';

/** The path of the newest link to `page` (such as `/reset/`) in a mail to this address, written not before `since`. */
export async function mailedLink(address: string, page: string, since = 0): Promise<string> {
  let found = '';
  await expect
    .poll(async () => (found = await newest(address, page, since)), { message: `a mail to ${address}` })
    .not.toBe('');
  return found;
}

async function newest(address: string, page: string, since: number): Promise<string> {
  const folder = outbox();
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  let link = '';
  for (const name of names) {
    if ((await stat(join(folder, name))).mtimeMs < since) continue;
    const text = (await readFile(join(folder, name), 'utf8')).replace(/=\r?\n/g, '').replace(/=3D/g, '=');
    const to = /^To:.*$/im.exec(text)?.[0] ?? '';
    if (to.toLowerCase().includes(address)) link = new RegExp(`${page}[0-9a-f]{64}`).exec(text)?.[0] ?? link;
  }
  return link;
}
