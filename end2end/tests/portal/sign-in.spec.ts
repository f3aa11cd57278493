import type { Page } from '@playwright/test';
import { accessible, expect, fillSignIn, hydrated, passwordField, signOut, test } from '../../support/test';

const alice = 'alice@harbourline.example';

for (const noscript of [false, true]) {
  test.describe(noscript ? 'sign-in without JavaScript' : 'sign-in', () => {
    test.use({ noscript });

    // axe is a script itself.
    async function readyAndAccessible(page: Page) {
      if (noscript) return;
      await hydrated(page);
      await accessible(page);
    }

    test('leads to the dashboard and back out', { tag: noscript ? [] : '@phone' }, async ({ page }) => {
      await page.goto('/');
      await expect(page).toHaveURL('/login?next=%2F');
      await readyAndAccessible(page);

      await fillSignIn(page, alice, 'not-her-password');
      await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
      await expect(page.getByLabel('Email or username')).toHaveValue(alice);
      await expect(passwordField(page)).toHaveValue('');
      await readyAndAccessible(page);

      await fillSignIn(page, alice, 'portico-demo');
      await expect(page).toHaveURL('/');
      await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
      await readyAndAccessible(page);

      await signOut(page);
      await expect(page).toHaveURL(/\/login/);
      await page.goto('/');
      await expect(page).toHaveURL('/login?next=%2F');
    });
  });
}
