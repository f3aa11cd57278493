/** People, as an administrator adds them and looks after them. */
import { mailedLink } from '../../support/mail';
import { accessible, enter, expect, fillSignIn, hydrated, signOut, test } from '../../support/test';
import { rareWord } from '../../support/tickets';

const fresh = 'harbour cranes at dawn';

test('somebody is added, comes in by the mailed link, and changes their address in two browsers', { tag: '@phone' }, async ({ page, browser, trouble }) => {
  const own = rareWord();
  const name = `Vera ${own}`;
  const email = `vera.${own}@fenmoor.example`;
  const wanted = `vera.new.${own}@fenmoor.example`;
  await enter(page, 'admin@portico.example');
  await page.goto('/admin/people');
  await hydrated(page);
  await page.getByText('Add a person').click();
  await accessible(page);
  const form = page.locator('form[action="/admin/people"][method="post"]');
  await form.getByLabel('First name').fill('Vera');
  await form.getByLabel('Last name').fill(own);
  await form.getByLabel('Email').fill('alice@harbourline.example');
  await form.getByLabel('Role').selectOption({ label: 'Employee' });
  await form.getByLabel('Company').fill('fenmoor');
  await form.getByRole('button', { name: 'Add person' }).click();
  await expect(page.getByText('There’s already an account with this address.')).toBeVisible();
  await expect(form.getByLabel('First name')).toHaveValue('Vera');
  await form.getByLabel('Email').fill(email);
  await form.getByRole('button', { name: 'Add person' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'An email with a link is on its way' })).toBeVisible();
  await hydrated(page);
  await accessible(page);

  const context = await browser.newContext();
  trouble.watch(context);
  const vera = await context.newPage();
  await vera.goto(await mailedLink(email, '/reset/'));
  await vera.getByLabel('New password').fill(fresh);
  await vera.getByRole('button', { name: 'Set password' }).click();
  await expect(vera.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();

  await test.step('both addresses confirm, each in a browser of its own', async () => {
    await vera.goto('/account');
    await hydrated(vera);
    await vera.getByLabel('New email').fill(wanted);
    await vera.locator('form[action="/account/email"]').getByLabel('Current password').fill(fresh);
    await vera.getByRole('button', { name: 'Change email' }).click();
    await expect(vera.getByRole('status').filter({ hasText: 'A link is on its way' })).toBeVisible();
    const other = await browser.newContext();
    trouble.watch(other);
    const elsewhere = await other.newPage();
    await elsewhere.goto(await mailedLink(wanted, '/account/email/'));
    await hydrated(elsewhere);
    await accessible(elsewhere);
    await elsewhere.getByRole('button', { name: 'Confirm' }).click();
    await expect(elsewhere.getByRole('heading', { name: 'One down, one to go' })).toBeVisible();
    await vera.goto(await mailedLink(email, '/account/email/'));
    await expect(vera.getByText(wanted)).toBeVisible();
    await vera.getByRole('button', { name: 'Confirm' }).click();
    await expect(vera.getByRole('heading', { name: 'Your address has changed' })).toBeVisible();
    await elsewhere.goto('/login');
    await fillSignIn(elsewhere, wanted, fresh);
    await expect(elsewhere.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
    await other.close();
  });

  await test.step('a picture stands beside the name', async () => {
    await vera.goto('/account');
    await hydrated(vera);
    await vera.getByLabel('PNG, JPEG, GIF or WebP').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: await vera.screenshot() });
    await vera.getByRole('button', { name: 'Use this picture' }).click();
    await expect(vera.getByRole('status').filter({ hasText: 'Picture saved' })).toBeVisible();
    const picture = vera.locator('.person-picture img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(128);
    await hydrated(vera);
    await accessible(vera);
    await page.goto(`/admin/people?q=vera`);
    await expect(page.getByRole('row', { name: new RegExp(name) }).locator('img.avatar')).toBeVisible();
    await vera.locator('.person-picture').getByRole('button', { name: 'Remove' }).click();
    await expect(picture).toHaveCount(0);
  });

  await test.step('she is marked as a client, and works here afterwards', async () => {
    await page.goto('/admin/companies?q=fenmoor');
    await page.getByRole('link', { name: /Fenmoor/ }).first().click();
    await page.getByRole('button', { name: `Mark as a 3PL client: ${name}` }).click();
    await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('3PL client');
    await hydrated(page);
    await accessible(page);
    await vera.goto('/support/check');
    await expect(vera.getByText(/belongs to a 3PL client of/)).toBeVisible();
    await page.getByRole('link', { name }).click();
    await page.getByLabel('Works here as').selectOption({ label: 'Agent' });
    await page.getByRole('button', { name: 'Set role' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Role changed' })).toBeVisible();
    await vera.goto('/');
    await fillSignIn(vera, wanted, fresh);
    await expect(vera.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
    await page.getByRole('button', { name: 'Disable account' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Account disabled' })).toBeVisible();
  });
  await context.close();
});

test('whoever has only a username gets a link handed over', async ({ page, browser, trouble }) => {
  const own = rareWord();
  const username = `rafa.${own}`;
  await enter(page, 'grace@portico.example');
  await page.goto('/admin/people');
  await page.getByText('Add a person').click();
  const form = page.locator('form[action="/admin/people"][method="post"]');
  await form.getByLabel('First name').fill('Rafa');
  await form.getByLabel('Last name').fill(own);
  await form.getByLabel('Username').fill(username);
  await form.getByLabel('Role').selectOption({ label: 'Employee' });
  await form.getByLabel('Company').fill('quayside');
  await form.getByRole('button', { name: 'Add person' }).click();
  await expect(page.getByText('Pass this link on')).toBeVisible();
  await hydrated(page);
  await accessible(page);
  const link = (await page.getByRole('status').locator('code').textContent()) ?? '';
  const other = await browser.newContext();
  trouble.watch(other);
  const rafa = await other.newPage();
  await rafa.goto(new URL(link).pathname);
  await rafa.getByLabel('New password').fill(fresh);
  await rafa.getByRole('button', { name: 'Set password' }).click();
  await expect(rafa.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
  await rafa.goto('/account');
  await expect(rafa.getByText(`You’re listed as ${username}@quayside.portico.example.`)).toBeVisible();
  await signOut(rafa);
  await fillSignIn(rafa, username, fresh);
  await expect(rafa.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
  await other.close();
});
