/**
 * Journeys of the chat have a desk of their own: its hours are theirs to set, and nobody else's agents are there. One for each
 * worker of the tests.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type APIRequestContext, type Locator, type Page, request } from '@playwright/test';
import { enter, expect, goElsewhere, hydrated, test as base } from './test';

export { expect };

interface Own {
  /** Where the desk is; chat is always open there. */
  address: string;
}

export const test = base.extend<{ desk: void }, { own: Own }>({
  own: [
    async ({}, use) => {
      const data = await mkdtemp(join(tmpdir(), 'portico-chat-'));
      const server = await serve(data);
      await hours(server.address, true);
      await use({ address: server.address });
      server.process.kill();
      await rm(data, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  desk: [
    async ({ own }, use) => {
      goElsewhere(own.address);
      await use();
      goElsewhere(undefined);
    },
    { auto: true },
  ],
  baseURL: async ({ own }, use) => use(own.address),
  // Watches what comes from that desk.
  trouble: async ({ desk: _desk, trouble }, use) => use(trouble),
});

async function serve(data: string): Promise<{ address: string; process: ChildProcess }> {
  const program = process.env.PORTICO_BIN ?? '';
  const env = { ...process.env, PORTICO_DATA: data, PORTICO_LISTEN: '127.0.0.1:0' };
  await promisify(execFile)(program, ['demo'], { env });
  const server = spawn(program, ['serve'], { env });
  let told = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (told += text));
  const address = () => /serves at (http:\S+)/.exec(told)?.[1] ?? '';
  await expect.poll(address, { timeout: 30_000 }).not.toBe('');
  return { address: address(), process: server };
}

/** Opens chat at any hour, or closes it for good. */
export async function hours(address: string, open: boolean) {
  const admin = await signedIn(address, 'admin@portico.example');
  const row = { 'first.0': '0', 'last.0': '6', 'from.0': '00:00', 'until.0': '00:00' };
  const form = { zone: 'Europe/London', days: '', ...(open ? row : {}) };
  const answer = await admin.post('/admin/calendars/chat', { form, maxRedirects: 0 });
  expect(answer.status(), 'setting hours').toBe(303);
  await admin.dispose();
}

/** Whoever is signed in beside any browser. */
export async function signedIn(address: string, login: string): Promise<APIRequestContext> {
  const person = await request.newContext({ baseURL: address, extraHTTPHeaders: { Origin: address } });
  const form = { login, password: 'portico-demo', next: '/' };
  expect((await person.post('/login', { form, maxRedirects: 0 })).status(), `sign-in of ${login}`).toBe(303);
  return person;
}

/** Says whether an agent takes chats, and how many. */
export async function take(address: string, login: string, available: boolean) {
  const agent = await signedIn(address, login);
  const form = { available: available ? '1' : '0', capacity: '10' };
  expect((await agent.post('/chats/me', { form, maxRedirects: 0 })).status()).toBe(303);
  await agent.dispose();
}

/** Opens a page that hears what others do. */
export async function open(page: Page, address: string) {
  await page.goto(address);
  await hydrated(page);
  await page.locator('html[data-live=on]').waitFor({ state: 'attached' });
}

/** Starts a chat on the page of a customer, and gives its number. */
export async function start(page: Page, login: string, text: string): Promise<string> {
  await enter(page, login);
  await open(page, '/chat');
  await page.getByLabel('How can we help?').fill(text);
  await page.getByRole('button', { name: 'Start chat' }).click();
  await expect(page).toHaveURL(/\/chat\/PT-\d+$/);
  await ready(page);
  return new URL(page.url()).pathname.replace('/chat/', '');
}

/** The conversation is there, and what stands beside it. */
export const ready = (page: Page) => page.locator('.chat[data-ready]').waitFor({ state: 'attached' });

export const box = (page: Page) => page.getByRole('textbox', { name: 'Your message' });

/** What stands in the conversation and holds a text. */
export const said = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('log', { name: 'Conversation' }).locator('.talk > li').filter({ hasText: text, visible: true });

/** Writes a message, and waits until the conversation has it. */
export async function say(page: Page, text: string) {
  await box(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('.said[id]').filter({ hasText: text })).toHaveCount(1);
  await expect(box(page)).toHaveValue('');
}
