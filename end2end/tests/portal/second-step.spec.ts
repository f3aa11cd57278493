/** A second step of signing in: set up, asked for, done with a recovery code, switched off. */
import { totp } from '../../support/totp';
import { accessible, enter, expect, fillSignIn, hydrated, signOut, test } from '../../support/test';

test('the password alone opens nothing once the second step is on', { tag: '@phone' }, async ({ page, browser, trouble }) => {
  const login = 'lucia@quayside.example';
  await enter(page, login);
  await page.goto('/account?tab=security');
  await hydrated(page);
  const second = page.locator('#second');
  await second.getByLabel('Current password').fill('portico-demo');
  await second.getByRole('button', { name: 'Set up' }).click();
  await expect(second.getByRole('img')).toBeVisible();
  await hydrated(page);
  await accessible(page);
  const secret = (await second.locator('code').textContent()) ?? '';
  await second.getByLabel('Code').fill(totp(secret));
  await second.getByRole('button', { name: 'Turn on' }).click();
  const codes = second.locator('.recovery-codes li');
  await expect(codes).toHaveCount(10);
  await hydrated(page);
  await accessible(page);
  const [first = ''] = await codes.allTextContents();

  const other = await browser.newContext();
  trouble.watch(other);
  const elsewhere = await other.newPage();
  await elsewhere.goto('/login?next=%2Factivities');
  await fillSignIn(elsewhere, login, 'portico-demo');
  await expect(elsewhere.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await hydrated(elsewhere);
  await accessible(elsewhere);
  await elsewhere.getByLabel('Code').fill('000000');
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await expect(elsewhere.getByText('That code is wrong')).toBeVisible();
  // The next half minute's: the one of now was used to switch it on.
  await elsewhere.getByLabel('Code').fill(totp(secret, Date.now() + 30_000));
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await expect(elsewhere).toHaveURL('/activities');

  await signOut(elsewhere);
  await fillSignIn(elsewhere, login, 'portico-demo');
  await elsewhere.getByLabel('Code').fill(first);
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();

  await elsewhere.goto('/account?tab=security');
  await expect(elsewhere.getByText('9 recovery codes left')).toBeVisible();
  const off = elsewhere.locator('form[action="/account/second/off"]');
  await off.getByLabel('Current password').fill('portico-demo');
  await off.getByRole('button', { name: 'Turn off' }).click();
  await expect(elsewhere.getByText('Two-step verification is off')).toBeVisible();
  await other.close();
});
