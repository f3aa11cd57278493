/** Accounts: a forgotten password, registering, one's own account. */
import type { Page } from '@playwright/test';
import { mailedLink } from '../../support/mail';
import { accessible, enter, expect, fillSignIn, hydrated, passwordField, test } from '../../support/test';
import { rareWord } from '../../support/tickets';

const fresh = 'harbour cranes at dawn';

async function look(page: Page, noscript: boolean) {
  if (noscript) return;
  await hydrated(page);
  await accessible(page);
}

for (const noscript of [false, true]) {
  test.describe(noscript ? 'accounts without JavaScript' : 'accounts', () => {
    test.use({ noscript });

    test('whoever registers confirms, is let in and signs in', { tag: noscript ? [] : '@phone' }, async ({ page, visitor }) => {
      const name = rareWord();
      const email = `${name}@harbourline.example`;
      await page.goto('/login');
      await page.getByRole('link', { name: 'Create an account' }).click();
      await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible();
      await look(page, noscript);
      await page.getByLabel('First name').fill('Ida');
      await page.getByLabel('Last name').fill(`Holt ${name}`);
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Company').fill('Harbourline Ltd');
      await page.getByLabel('Position').fill('Shift lead');
      await passwordField(page).fill('password123');
      await page.getByRole('button', { name: 'Create account' }).click();
      await expect(page.getByText('Too easy to guess')).toBeVisible();
      await expect(page.getByLabel('Position')).toHaveValue('Shift lead');
      await passwordField(page).fill(fresh);
      await page.getByRole('button', { name: 'Create account' }).click();
      await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible();
      await look(page, noscript);

      await page.goto(await mailedLink(email, '/confirm/'));
      await expect(page.getByText('Harbourline Ltd')).toBeVisible();
      await look(page, noscript);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible();

      const desk = await visitor('grace@portico.example');
      await desk.goto('/admin/people?waiting=1');
      await desk.getByRole('link', { name: `Ida Holt ${name}` }).click();
      await expect(desk.getByText('“Harbourline Ltd”')).toBeVisible();
      await desk.getByLabel('Company').fill('harbourline');
      await desk.getByLabel('Role').selectOption({ label: 'Employee' });
      await desk.getByRole('button', { name: 'Approve' }).click();
      await expect(desk.getByRole('status')).toContainText('can sign in now');

      await page.goto('/login');
      await fillSignIn(page, email, fresh);
      await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
    });
  });
}

for (const noscript of [false, true]) {
  test.describe(noscript ? 'a forgotten password without JavaScript' : 'a forgotten password', () => {
    test.use({ noscript });

    test('leads back in by the mailed link, in a browser without cookies', { tag: noscript ? [] : '@phone' }, async ({ page, browser, trouble }) => {
      // It changes their password, so each of the two has somebody of their own.
      const email = noscript ? 'bea@millrace.example' : 'kieran@millrace.example';
      await page.goto('/login');
      for (let wrong = 0; wrong < 9; wrong++) await fillSignIn(page, email, `guess ${wrong}`);
      await fillSignIn(page, email, 'portico-demo');
      await expect(page.getByText('Too many attempts')).toBeVisible();
      await expect(page.getByText('also unlocks your account')).toBeVisible();

      await page.getByRole('link', { name: 'Forgotten password?' }).click();
      await look(page, noscript);
      await page.getByLabel('Email').fill(email);
      const asked = Date.now();
      await page.getByRole('button', { name: 'Submit' }).click();
      await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible();
      await look(page, noscript);

      const link = await mailedLink(email, '/reset/', asked);
      const other = await browser.newContext({ javaScriptEnabled: !noscript });
      trouble.watch(other);
      const elsewhere = await other.newPage();
      await elsewhere.goto(link);
      await look(elsewhere, noscript);
      await elsewhere.getByLabel('New password').fill(fresh);
      await elsewhere.getByRole('button', { name: 'Set password' }).click();
      await expect(elsewhere.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();

      await elsewhere.goto(link);
      await expect(elsewhere.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
      await expect(elsewhere.getByRole('button', { name: 'Get a new link' })).toBeVisible();
      await look(elsewhere, noscript);
      await other.close();

      await page.goto('/login');
      await fillSignIn(page, email, fresh);
      await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
    });
  });
}

test('one’s own account: details, sessions, password', async ({ page, browser, trouble, noscript }) => {
  const login = 'hanna@quayside.example';
  const other = await browser.newContext();
  trouble.watch(other);
  const elsewhere = await other.newPage();
  await enter(elsewhere, login);
  await enter(page, login);
  await page.goto('/account');
  await look(page, noscript);
  await page.getByLabel('Position').first().fill('Night shift');
  await page.getByLabel('Time zone').selectOption('Europe/Warsaw');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await expect(page.getByLabel('Position').first()).toHaveValue('Night shift');

  await page.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name: 'Security' }).click();
  await page.getByRole('button', { name: /^Sign out (?!everywhere)./ }).first().click();
  await expect(page.getByText('That device is signed out')).toBeVisible();
  await elsewhere.goto('/account');
  await expect(elsewhere).toHaveURL(/\/login/);
  await other.close();

  await page.getByLabel('Current password').first().fill('portico-demo');
  await page.getByLabel('New password').fill(fresh);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed')).toBeVisible();
  await look(page, noscript);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/\/login/);
  await fillSignIn(page, login, fresh);
  await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
});
