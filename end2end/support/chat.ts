/** Journeys of the chat have a desk of their own, where chat is always open. */
import { type APIRequestContext, type Locator, type Page, request } from '@playwright/test';
import { enter, expect, hydrated, test as base } from './test';

export { expect };

export const test = base.extend<object, { alwaysOpen: void }>({
  alwaysOpen: [
    async ({ desk }, use) => {
      await hours(desk.address, true);
      await use();
    },
    { scope: 'worker', auto: true },
  ],
});

/** Opens chat at any hour, or closes it for good. */
export async function hours(address: string, open: boolean) {
  const admin = await signedIn(address, 'admin@portico.example');
  const row = { 'first.0': '0', 'last.0': '6', 'from.0': '00:00', 'until.0': '00:00' };
  const form = { zone: 'Europe/London', days: '', ...(open ? row : {}) };
  const answer = await admin.post('/admin/calendars/chat', { form, maxRedirects: 0 });
  expect(answer.status(), 'setting hours').toBe(303);
  await admin.dispose();
}

/** Signed-in users beside any browser. */
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
