/** Passkeys, with Chromium's virtual authenticator. */
import type { Page } from '@playwright/test';
import { accessible, enter, expect, hydrated, test } from '../../support/test';

/** A device that belongs to this page's browser and always recognises its owner. */
async function device(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const;
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } });
  return { known: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials };
}

test('a passkey is added, signs in, is renamed and removed', async ({ page }) => {
  const keys = await device(page);
  await enter(page, 'gwen@millrace.example');
  await page.goto('/account?tab=security');
  await hydrated(page);
  const part = page.locator('#passkeys');
  await part.getByLabel('Name').fill('My phone');
  await part.getByLabel('Current password').fill('not it');
  await part.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(part.getByRole('alert')).toHaveText('That’s not your password.');
  await part.getByLabel('Current password').fill('portico-demo');
  await part.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your passkey is ready' })).toBeVisible();
  await hydrated(page);
  await accessible(page);
  const mine = part.getByRole('listitem').filter({ hasText: 'My phone' });
  await expect(mine).toContainText('never used');
  expect(await keys.known()).toHaveLength(1);

  await test.step('the same device makes no second one', async () => {
    await part.getByLabel('Name').last().fill('Once more');
    await part.getByLabel('Current password').fill('portico-demo');
    await part.getByRole('button', { name: 'Add a passkey' }).click();
    await expect(part.getByRole('alert')).toHaveText('This device already has a passkey for your account.');
  });

  await test.step('it signs in and leads where the sign-in was to lead', async () => {
    await page.context().clearCookies();
    await page.goto('/activities');
    await hydrated(page);
    await accessible(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page).toHaveURL('/activities');
    await expect(page.getByRole('heading', { name: 'Activities', level: 1 })).toBeVisible();
  });

  await test.step('it is renamed, removed and opens nothing then', async () => {
    await page.goto('/account?tab=security');
    await hydrated(page);
    await expect(mine).toContainText('last used');
    await mine.getByText('Rename').first().click();
    await mine.getByRole('textbox', { name: 'Name' }).fill('Old phone');
    await mine.getByRole('button', { name: 'Rename' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    await part.getByRole('button', { name: 'Remove the passkey “Old phone”' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Passkey removed' })).toBeVisible();
    await page.context().clearCookies();
    await page.goto('/login');
    await hydrated(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'We don’t recognise this passkey' })).toBeVisible();
  });
});

test('without a device the sign-in says so and stays', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: false } as const;
  await session.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } });
  await page.goto('/login');
  await hydrated(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('No passkey was used.')).toBeVisible();
  await expect(page.getByLabel('Email or username')).toBeVisible();
});
