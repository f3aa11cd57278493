import type { Page, Response } from '@playwright/test';
import { alice } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, test } from '../../support/test';
import { answerBox, file, raiseTicket, rareWord, said, send } from '../../support/tickets';

const create = (page: Page) => page.getByRole('button', { name: 'Create' });

/** Fills the new-ticket form but for what a journey leaves out. */
async function fillTicket(page: Page, subject: string) {
  await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
  await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
  await page.getByLabel('Assign to queue').selectOption({ label: 'Software' });
  await page.getByLabel('Description').fill(`All about ${subject}.`);
  await page.getByLabel('Who is affected').selectOption({ label: 'One person' });
}

/** What is saved while somebody writes goes by itself. */
const byItself = (address: string) => /\/(drafts|uploads|seen)\b/.test(address);

/** Does something and gives the answer to the form that it sends. */
async function posted(page: Page, act: () => Promise<void>): Promise<Response> {
  const [response] = await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST' && !byItself(answer.url())), act()]);
  return response;
}

test('what is missing is marked at once, and what does not fit by the desk', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await page.goto('/tickets/new');
  await hydrated(page);
  let posts = 0;
  page.on('request', (request) => (posts += Number(request.method() === 'POST' && !byItself(request.url()))));

  await create(page).click();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toBeFocused();
  await fillTicket(page, `Tag ${word}`);
  await page.getByLabel('Who is affected').selectOption('');
  await create(page).click();
  await expect(page.getByLabel('Who is affected')).toBeFocused();
  expect(posts, 'nothing is sent').toBe(0);
  await page.getByLabel('Who is affected').selectOption({ label: 'One person' });
  await page.getByLabel('Asset tag').fill('HL-42');
  await create(page).click();
  await expect(page.getByLabel('Asset tag')).toBeFocused();
  await expect(page.getByLabel('Asset tag')).toHaveAccessibleDescription(/Two letters and six digits/);
  await page.getByLabel('Number of people').fill('501');
  await create(page).click();
  await expect(page.getByLabel('Number of people')).toHaveAccessibleDescription(/At most 500/);

  await page.getByLabel('Asset tag').fill('HL000042');
  await page.getByLabel('Number of people').fill('500');
  await create(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Tag ${word}`);
});

test('the desk insists on the same, whoever asks', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  const multipart = {
    subject: `Refused ${word}`,
    type: 'incident',
    queue: 'workshop',
    description: `Kept ${word}`,
    'attr.asset_tag': `hl-${word}`,
    'attr.people_affected': '501',
  };
  const answer = await page.request.post('/tickets/new', { multipart, headers: { Origin: origin() } });
  expect(answer.status()).toBe(422);
  const html = await answer.text();
  for (const text of [`Refused ${word}`, `Kept ${word}`, `hl-${word}`, 'Required', 'not the right format', 'At most 500', 'Choose one of the options.']) {
    expect(html).toContain(text);
  }
  const other = await page.request.post('/tickets/new', { multipart, headers: { Origin: 'https://elsewhere.example' } });
  expect(other.status()).toBe(403);
});

test('a refused form says what is wrong where it is wrong', { tag: '@phone' }, async ({ page }) => {
  await enter(page, alice);
  await page.goto('/tickets/new');
  await hydrated(page);
  await fillTicket(page, 'Four printers');
  await page.getByLabel('Number of people').fill('501');
  const answer = await posted(page, () => create(page).click());
  expect(answer.status()).toBe(422);
  await expect(page.getByRole('alert').filter({ hasText: 'Please check the field marked below.' })).toBeVisible();
  await expect(page.getByLabel('Number of people')).toHaveAccessibleDescription(/At most 500/);
  await expect(page.getByLabel('Number of people')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Description')).toHaveValue('All about Four printers.');
  await accessible(page);
});

test('files that are empty or too large are named, and the rest stays', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await page.goto(`/tickets/${await raiseTicket(page, `Files ${word}`)}`);
  await hydrated(page);
  await answerBox(page).fill(`With files ${word}`);
  const big = { name: 'big.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(25_000_000 + 1, 7) };
  for (const [bad, complaint] of [[file('empty.txt', ''), '“empty.txt” is empty.'], [big, '“big.bin” is too large']] as const) {
    await page.getByLabel('Attachments').setInputFiles([bad, file('good.txt', word)]);
    await send(page).click();
    await expect(page.getByRole('alert').filter({ hasText: complaint })).toBeVisible();
    await expect(answerBox(page)).toHaveValue(`With files ${word}`);
    await accessible(page);
    await page.getByRole('button', { name: `Remove ${bad.name}` }).click();
    await page.getByRole('button', { name: 'Remove good.txt' }).click();
  }
  await page.getByLabel('Attachments').setInputFiles([file('good.txt', word)]);
  await send(page).click();
  await expect(said(page, `With files ${word}`).getByRole('link', { name: 'good.txt' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
});

test('a file of several megabytes arrives whole', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await page.goto(`/tickets/${await raiseTicket(page, `Large ${word}`)}`);
  await hydrated(page);
  const buffer = Buffer.alloc(6 * 1024 * 1024, 'large ');
  await page.getByLabel('Attachments').setInputFiles([{ name: 'large.bin', mimeType: 'application/octet-stream', buffer }]);
  await send(page).click();
  const link = said(page, 'large.bin').getByRole('link', { name: 'large.bin' });
  await expect(link).toBeVisible();
  const fetched = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(buffer.equals(await fetched.body())).toBe(true);
});

test('a session that ended loses no answer', { tag: '@phone' }, async ({ page, context }) => {
  const word = rareWord();
  await enter(page, alice);
  await page.goto(`/tickets/${await raiseTicket(page, `Session ${word}`)}`);
  await hydrated(page);
  await answerBox(page).fill(`Written before the end ${word}`);
  await page.getByLabel('Attachments').setInputFiles([file('proof.txt', word)]);
  await expect(page.locator('[name=upload]')).toHaveCount(1);
  await context.clearCookies();
  const answer = await posted(page, () => send(page).click());
  expect(answer.status()).toBe(401);
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(dialog).toContainText(alice);
  await accessible(page, 'dialog');
  await dialog.getByLabel('Password').fill('not-her-password');
  await dialog.getByRole('button', { name: 'Sign in and send' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('That password is wrong.');
  await expect(answerBox(page)).toHaveValue(`Written before the end ${word}`);
  await dialog.getByLabel('Password').fill('portico-demo');
  await dialog.getByRole('button', { name: 'Sign in and send' }).click();
  await expect(said(page, `Written before the end ${word}`).getByRole('link', { name: 'proof.txt' })).toBeVisible();
  await expect(answerBox(page)).toHaveValue('');
  await expect(page.getByText('You’re signed out.')).toBeHidden();
});

test('a session that ended loses no new ticket', async ({ page, context }) => {
  const word = rareWord();
  await enter(page, alice);
  await page.goto('/tickets/new');
  await hydrated(page);
  await fillTicket(page, `Session ${word}`);
  await context.clearCookies();
  await create(page).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('link', { name: 'Sign in again in a new tab' })).toBeVisible();
  await enter(page, alice);
  await create(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Session ${word}`);
});

test('without a connection nothing typed is lost', async ({ page, context, tolerate }) => {
  tolerate(/ERR_INTERNET_DISCONNECTED/);
  const word = rareWord();
  await enter(page, alice);
  await page.goto(`/tickets/${await raiseTicket(page, `Offline ${word}`)}`);
  await hydrated(page);
  await answerBox(page).fill(`Written offline ${word}`);
  await context.setOffline(true);
  await send(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'We can’t reach the server.' })).toBeVisible();
  await expect(page.getByText('Waiting for a connection: it’ll be sent automatically.')).toBeVisible();
  await expect(page.getByText('try again').filter({ visible: true }), 'one thing or the other').toHaveCount(0);
  await context.setOffline(false);
  await expect(said(page, `Written offline ${word}`)).toHaveCount(1);
});
