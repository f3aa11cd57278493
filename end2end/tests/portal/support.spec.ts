/** The ways to help, and why somebody cannot use chat. */
import type { Page } from '@playwright/test';
import { alice, bruno, chloe, dmitri, ewa, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test, ways } from '../../support/test';

const farid = 'farid@smallpier.example';
const question = 'Why can’t I use chat?';

/** The answer to one condition. */
const answer = (page: Page, condition: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: condition }) });

const conditions = {
  plan: 'A plan that includes chat',
  seat: 'Registered as a contact on the plan',
  email: 'The same email address on the plan and on the account',
  client: 'Not a 3PL client',
  open: 'Chat is open',
};

async function expectAnswers(page: Page, expected: Partial<Record<keyof typeof conditions, boolean>>) {
  for (const [condition, met] of Object.entries(expected) as [keyof typeof conditions, boolean][]) {
    const heading = answer(page, conditions[condition]).getByRole('heading');
    await expect(heading, condition).toHaveAccessibleName(new RegExp(met ? / yes$/ : / no$/));
  }
}

test('a contact sees what the plan includes, and that nothing stands in the way', { tag: '@phone' }, async ({ page }) => {
  await enter(page, alice);
  await page.goto('/');
  await hydrated(page);
  await ways(page).getByRole('link', { name: 'Support' }).click();
  await expect(page.getByRole('heading', { name: 'Support', level: 1 })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Harbourline Logistics: Standard support' })).toBeVisible();
  await expect(page.getByRole('link', { name: '+44 20 7946 0000' })).toHaveAttribute('href', 'tel:+442079460000');
  await expect(page.getByText('Monday–Friday 08:00–17:30')).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: question }).click();
  await expect(page.getByRole('heading', { name: question, level: 1 })).toBeVisible();
  await expectAnswers(page, { plan: true, seat: true, email: true, client: true });
  await expect(page.getByText('You can’t use chat yet')).toHaveCount(0);
  await accessible(page);
});

test('a client of a 3PL company sees the exact reason, and whom to ask', async ({ page }) => {
  await enter(page, farid);
  await page.goto('/support/check');
  await hydrated(page);
  await expectAnswers(page, { plan: true, seat: false, client: false });
  await expect(answer(page, conditions.client)).toContainText('a 3PL client of Smallpier Storage');
  await expect(page.getByText('Your account manager Grace Okoye can help')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ask to become a contact' })).toHaveCount(0);
  await accessible(page);
});

test('Essential support names the level that includes the phone', async ({ page }) => {
  await enter(page, ewa);
  await page.goto('/support');
  await expect(page.getByText('Included with Standard support and up.')).toBeVisible();
  await expect(page.locator('.support-without').getByRole('link')).toHaveCount(0);
  // A manager's own number may be there.
  await expect(page.getByRole('link', { name: '+44 20 7946 0000' })).toHaveCount(0);
});

test('a username has an address of its own on the plan', async ({ page }) => {
  await enter(page, dmitri);
  await page.goto('/support/check');
  await expect(answer(page, 'The address that goes with the username')).toContainText('dmitri@quayside.portico.example');
});

test('hours are told on the reader’s own clock too', async ({ page }) => {
  await enter(page, bruno);
  await page.goto('/support');
  await expect(page.getByText('Your time (Europe/Berlin): 09:00–18:30')).toBeVisible();
  await page.goto('/plan');
  await expect(page.getByText('Monday–Friday 08:00–17:30')).toBeVisible();
  await expect(page.getByText('Your time (Europe/Berlin): 09:00–18:30')).toBeVisible();
});

test('agents look for what stands in a customer’s way', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/support/check');
  await page.getByLabel('Email or username').fill(chloe);
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByRole('heading', { name: 'Chloe', exact: false, level: 2 })).toBeVisible();
  await expectAnswers(page, { plan: true, seat: false });
  const request = page.getByRole('link', { name: 'File a request' });
  await expect(request).toHaveAttribute('href', /contact=chloe$/);
  await request.click();
  await expect(page.getByLabel('Last name')).toHaveValue('Bennett');
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue(chloe);
  await page.goBack();
  await page.getByLabel('Email or username').fill('nobody');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('No customer signs in with that.')).toBeVisible();
  await hydrated(page);
  await accessible(page);
});

test.describe('without JavaScript', () => {
  test.use({ noscript: true });

  test('every reason is there', async ({ page }) => {
    await enter(page, chloe);
    await page.goto('/support');
    await page.getByRole('link', { name: question }).click();
    await expectAnswers(page, { plan: true, seat: false, email: false, client: true });
  });
});

test('administrators set hours and closed days', async ({ page }) => {
  await enter(page, 'admin@portico.example');
  await page.goto('/support');
  await hydrated(page);
  await page.getByRole('link', { name: 'Change hours' }).click();
  await expect(page.getByRole('heading', { name: 'Chat hours', level: 1 })).toBeVisible();
  await accessible(page);
  await page.getByLabel('Other closed days').fill('someday');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Enter a date, such as 2026-03-31.')).toBeVisible();
  await page.getByLabel('Other closed days').fill('2041-01-02 Stocktaking');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Other closed days')).toHaveValue('2041-01-02 Stocktaking');
});
