/** What administrators arrange for all plans. */
import { grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { rareWord } from '../../support/tickets';

const admin = 'admin@portico.example';

test('levels, products and names are arranged', async ({ page }) => {
  const own = rareWord();
  await enter(page, admin);
  await page.goto('/plan');
  await hydrated(page);
  await page.getByRole('link', { name: 'Levels, products and settings' }).click();
  await expect(page.getByRole('heading', { name: 'Plans and support', level: 1 })).toBeVisible();
  await hydrated(page);
  await accessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  const saved = page.getByRole('status').filter({ hasText: 'Saved.' });

  await test.step('a level that no plan has comes and goes', async () => {
    const form = page.locator('form').filter({ has: page.getByRole('heading', { name: 'New level' }) });
    await form.getByLabel('Name').fill(`Gold ${own}`);
    await form.getByLabel('Seats on new plans').fill('6');
    await form.getByLabel('Phone support').check();
    await form.getByRole('button', { name: 'Add' }).click();
    await expect(saved).toBeVisible();
    const drop = page.getByRole('button', { name: `Remove the level Gold ${own}` });
    await expect(drop).toBeVisible();
    await expect(page.getByRole('button', { name: 'Remove the level Standard' })).toHaveCount(0);
    await drop.click();
    await expect(page.getByRole('button', { name: `Remove the level Gold ${own}` })).toHaveCount(0);
  });

  await test.step('a product is added', async () => {
    await page.getByLabel('New product').fill(`Conveyors ${own}`);
    await page.locator('form').filter({ has: page.getByLabel('New product') }).getByRole('button').click();
    await expect(saved).toBeVisible();
    await expect(page.getByLabel('Software', { exact: true }).locator('option', { hasText: `Conveyors ${own}` })).toHaveCount(1);
  });

  await test.step('what nobody can call comes back as it was written', async () => {
    const phone = page.getByLabel('Support phone');
    await phone.fill('call us');
    await page.locator('form').filter({ has: phone }).getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('We don’t understand this value.')).toBeVisible();
    await expect(page.getByLabel('Support phone')).toHaveValue('call us');
    await hydrated(page);
    await accessible(page);
  });

  await expect(page.getByLabel('Words')).toHaveValue(/helpdesk/);
});

test('agents do not arrange plans', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/plan');
  await expect(page.getByRole('link', { name: 'Levels, products and settings' })).toHaveCount(0);
  await page.goto('/admin/plans');
  await expect(page.getByText('Only an admin can do this.')).toBeVisible();
});
