import type { Page } from '@playwright/test';
import { alice, grace } from '../../support/people';
import { enter, expect, hydrated, test } from '../../support/test';
import { answerBox, details, fact, file, raiseTicket, rareWord, said, send } from '../../support/tickets';

// On a slow line a page is read and filled in long before its script runs.

/** Holds the browser module back until the given function is called. */
async function held(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await released;
    await route.continue().catch(() => {}); // the page may have gone on
  });
  return release;
}

test('a ticket begun before the page is alive is finished after', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  const release = await held(page);
  await page.goto('/tickets/new');
  await page.getByRole('textbox', { name: 'Subject' }).fill(`Early ${word}`);
  await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
  await page.getByLabel('Assign to queue').selectOption({ label: 'Software' });
  await page.getByLabel('Priority').selectOption({ label: 'High' });
  await page.getByLabel('Description').fill(`Typed early ${word}`);
  await page.getByLabel('Attachments').setInputFiles([file('early.txt', word)]);
  release();
  await hydrated(page);
  await expect(page.getByRole('button', { name: 'Remove early.txt' })).toBeVisible();
  await page.getByLabel('Who is affected').selectOption({ label: 'One team' });
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Early ${word}`);
  await expect(said(page, `Typed early ${word}`)).toHaveCount(1);
  await expect(fact(page, 'Who is affected')).toHaveText('One team');
  await expect(fact(page, 'Priority')).toHaveText('High');
  await expect(details(page).getByRole('link', { name: 'early.txt' })).toBeVisible();
});

test('an answer begun before the page is alive is finished after', async ({ page, visitor }) => {
  const word = rareWord();
  const number = await raiseTicket(await visitor(alice), `Early answer ${word}`);
  await enter(page, grace);
  const release = await held(page);
  await page.goto(`/tickets/${number}`);
  await answerBox(page).fill(`Typed early ${word}`);
  await page.getByLabel('Private note, for agents only').check();
  await page.getByLabel('Attachments').setInputFiles([file('early.txt', word)]);
  release();
  await hydrated(page);
  await expect(page.getByRole('button', { name: 'Remove early.txt' })).toBeVisible();
  await expect(page.getByLabel('Private note, for agents only')).toBeChecked();
  await send(page).click();
  await expect(said(page, `Typed early ${word}`)).toContainText('Private note');
  await expect(said(page, `Typed early ${word}`).getByRole('link', { name: 'early.txt' })).toBeVisible();
});

test('an answer sent before the page is alive arrives', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await held(page);
  await page.goto(`/tickets/${await raiseTicket(page, `Sent early ${word}`)}`);
  await answerBox(page).fill(`Sent early, too ${word}`);
  await send(page).click();
  await expect(page).toHaveURL(/#m-/);
  await expect(said(page, `Sent early, too ${word}`)).toHaveCount(1);
});
