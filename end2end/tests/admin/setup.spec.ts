/** The first start of a new desk: one administrator comes in by the code of the log, and nobody after them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessible, expect, hydrated, test } from '../../support/test';

/** A server of its own without any data: where it is, and the code in its log. */
async function newDesk(data: string): Promise<{ server: ChildProcess; address: string; code: string }> {
  const env = { ...process.env, PORTICO_DATA: data, PORTICO_LISTEN: '127.0.0.1:0' };
  const server = spawn(process.env.PORTICO_BIN ?? '', ['serve'], { env });
  let told = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (told += text));
  const find = (pattern: RegExp) => pattern.exec(told)?.[1] ?? '';
  const [address, code] = [() => find(/serves at (http:\S+)/), () => find(/type the code (\w+)/)];
  await expect.poll(() => address() && code(), { timeout: 15_000 }).not.toBe('');
  return { server, address: address(), code: code() };
}

test('the first administrator opens the desk, and the page is gone', async ({ page, browser }) => {
  test.skip(!process.env.PORTICO_BIN, 'needs the program itself');
  const data = await mkdtemp(join(tmpdir(), 'portico-setup-'));
  const { server, address, code } = await newDesk(data);
  try {
    await page.goto(`${address}/setup`);
    await hydrated(page);
    await accessible(page);
    await page.getByLabel('Code').fill('a guess');
    await page.getByLabel('First name').fill('Mia');
    await page.getByLabel('Email').fill('mia@desk.example');
    await page.getByLabel(/^Password/).fill('harbour cranes at dawn');
    await page.getByRole('button', { name: 'Open the desk' }).click();
    await expect(page.getByText('This code is not right')).toBeVisible();
    await expect(page.getByLabel('First name')).toHaveValue('Mia');
    await page.getByLabel('Code').fill(code);
    await page.getByLabel(/^Password/).fill('harbour cranes at dawn');
    await page.getByRole('button', { name: 'Open the desk' }).click();
    await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
    await page.goto(`${address}/admin/people`);
    await expect(page.locator('#content').getByRole('link', { name: 'Mia' })).toBeVisible();
    expect((await page.goto(`${address}/setup`))?.status()).toBe(404);
    const other = await browser.newContext();
    const late = await other.newPage();
    await late.goto(`${address}/setup`);
    await expect(late).toHaveURL(`${address}/login?next=%2Fsetup`);
    const form = { code, first_name: 'Eve', email: 'eve@desk.example', password: 'harbour cranes at dawn' };
    const refused = await late.request.post(`${address}/setup`, { form, headers: { Origin: address }, maxRedirects: 0 });
    expect(refused.status()).toBe(401);
    await other.close();
  } finally {
    server.kill();
    await rm(data, { recursive: true, force: true });
  }
});
