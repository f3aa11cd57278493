/** People and companies, as an administrator looks after them. */
import { grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { rareWord } from '../../support/tickets';

test('a company is added, shares, and has its people', async ({ page }) => {
  const name = `Breakwater ${rareWord()}`;
  await enter(page, 'admin@portico.example');
  await page.goto('/admin/companies');
  await hydrated(page);
  await accessible(page);
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Add company' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await hydrated(page);
  await accessible(page);
  await page.getByLabel('Who sees all tickets').selectOption({ label: 'Selected people' });
  await page.getByLabel('Account manager').selectOption({ label: 'Grace Okoye' });
  await page.getByLabel('Customer success manager').selectOption({ label: 'Hugo Brandt' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await expect(page.getByLabel('Customer success manager').locator('option:checked')).toHaveText('Hugo Brandt');
  await expect(page.getByText('This company has no support plan yet.')).toBeVisible();
  await expect(page.getByText('No one yet')).toBeVisible();

  await page.goto('/admin/people?q=sofia');
  await page.getByRole('link', { name: 'Sofia Marques' }).click();
  await expect(page.getByRole('heading', { name: 'Sofia Marques' })).toBeVisible();
  await hydrated(page);
  await accessible(page);
  await page.getByLabel('Company').fill(name);
  await page.getByLabel('Role').selectOption({ label: 'Employee' });
  await page.getByRole('button', { name: 'Add to company' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Company saved' })).toBeVisible();

  await page.goto('/admin/companies');
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: /^Give access to all tickets/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Sofia Marques' })).toContainText('Sees all tickets');

  await page.goto('/admin/people?q=sofia');
  await page.getByRole('link', { name: 'Sofia Marques' }).click();
  await page.getByRole('button', { name: `Remove from ${name}` }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Removed from the company' })).toBeVisible();
});

test('a request is filed for a company from its page', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/admin/companies/quayside');
  await hydrated(page);
  await expect(page.getByText('Hugo Brandt')).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: 'File a request: Premier support' }).click();
  await expect(page.getByRole('heading', { name: 'Add a contact' })).toBeVisible();
  await expect(page.getByLabel('Requested by')).toBeVisible();
  await expect(page.getByText('8 of 8 seats')).toBeVisible();
});
