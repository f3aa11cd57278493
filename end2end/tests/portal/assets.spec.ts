import type { Page } from '@playwright/test';
import { alice, chloe, dmitri, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, openMenu, test } from '../../support/test';
import { unfold } from '../../support/tickets';

const rowNames = (page: Page) => page.locator('tbody .row-link').allTextContents();
const panel = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });

async function open(page: Page, address: string) {
  await page.goto(address);
  await hydrated(page);
}

test('assets are filtered, sorted and searched, and the address is the view', { tag: '@phone' }, async ({ page }) => {
  await enter(page, alice);
  await open(page, '/');
  await openMenu(page);
  await page.getByRole('link', { name: 'Assets', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Assets', level: 1 })).toBeVisible();
  await expect(page.getByText(/^1–15 of 15$/)).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: 'Assigned to me' }).click();
  await expect.poll(() => rowNames(page)).toHaveLength(3);
  await page.getByRole('link', { name: 'All assets' }).click();
  await page.getByRole('link', { name: 'Filters', exact: true }).click();
  const filters = panel(page, 'Filters');
  await accessible(page, '.panel');
  await filters.getByLabel('Category').selectOption('printers');
  await filters.getByLabel('Model').selectOption('Zebra ZT411');
  await filters.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL('/assets?category=printers&f.model=Zebra+ZT411&on=changed');
  await expect.poll(() => rowNames(page)).toEqual(['Label printer, bench 3', 'Label printer, bench 4']);
  await expect(filters).toBeHidden();
  await page.getByRole('link', { name: /Model: Zebra ZT411, remove/ }).click();
  await expect.poll(() => rowNames(page)).toHaveLength(4);
  await page.getByRole('link', { name: 'Name', exact: true }).click();
  await expect.poll(async () => (await rowNames(page))[0]).toBe('Office printer, goods-in');
  await page.reload();
  await hydrated(page);
  await expect.poll(async () => (await rowNames(page))[0]).toBe('Office printer, goods-in');
  await page.getByRole('searchbox', { name: 'Search assets' }).fill('bench');
  await page.keyboard.press('Enter');
  await expect.poll(() => rowNames(page)).toHaveLength(2);
  await page.getByRole('link', { name: 'Reset filters' }).click();
  await expect(page.getByText(/^1–15 of 15$/)).toBeVisible();
});

test('an asset shows its seats and its tickets, and a ticket is raised about it', { tag: '@phone' }, async ({ page }) => {
  await enter(page, alice);
  await open(page, '/assets?q=label+printer+bench+3');
  await page.getByRole('link', { name: 'Label printer, bench 3' }).click();
  await expect(page.getByRole('heading', { name: 'Label printer, bench 3' })).toBeVisible();
  await expect(page.getByText('Zebra ZT411')).toBeVisible();
  await expect(page.getByText('Purchase price')).toBeHidden();
  await expect(page.getByRole('link', { name: /Label printer prints blanks/ })).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: 'Raise a ticket about this' }).click();
  await expect(page.getByRole('checkbox', { name: /Label printer, bench 3/ })).toBeChecked();
  const subject = 'Ribbon torn';
  await page.getByLabel('Subject').fill(subject);
  await page.getByLabel('Ticket type').selectOption({ label: 'Question' });
  await page.getByLabel('Assign to queue').selectOption({ index: 1 });
  await page.getByLabel('Description').fill('It tears at every second label.');
  await page.getByRole('searchbox', { name: /Find by name/ }).fill('scale');
  await page.getByRole('checkbox', { name: /Conveyor scale/ }).check();
  await page.getByRole('searchbox', { name: /Find by name/ }).fill('');
  await expect(page.getByRole('checkbox', { name: /Conveyor scale/ })).toBeChecked();
  await accessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { name: subject })).toBeVisible();
  await unfold(page);
  const beside = page.getByRole('region', { name: 'Assets' });
  await expect(beside.getByRole('link', { name: 'Conveyor scale, line 1' })).toBeVisible();
  await beside.getByRole('button', { name: /Unlink Conveyor scale, line 1/ }).click();
  await expect(beside.getByRole('link', { name: 'Conveyor scale, line 1' })).toBeHidden();
  await beside.getByRole('link', { name: 'Link an asset' }).click();
  await beside.getByRole('searchbox').fill('bench 4');
  await beside.getByRole('checkbox', { name: /bench 4/ }).check();
  await beside.getByRole('button', { name: 'Link assets' }).click();
  await expect(beside.getByRole('link', { name: 'Label printer, bench 4' })).toBeVisible();
  await accessible(page);
});

test('a colleague without rights sees what is theirs alone, another company what is shared', async ({ page, visitor }) => {
  await enter(page, chloe);
  await open(page, '/assets');
  await expect.poll(async () => (await rowNames(page)).sort()).toEqual([
    'Address check',
    'Bayline Reports, shared pool',
    'Bayline Warehouse, named users',
    'Handheld 01',
    'Loan printer 1',
  ]);
  const other = await visitor(dmitri);
  await other.goto('/assets');
  await expect(other.locator('tbody')).not.toContainText('Handheld 01');
  await expect(other.locator('tbody')).toContainText('Address check');
});

test('agents create, edit, share, and hand out seats', async ({ page }) => {
  await enter(page, grace);
  await open(page, '/assets');
  await page.getByRole('link', { name: 'New asset' }).click();
  await page.getByLabel('Category').selectOption({ label: 'Licences' });
  await page.getByLabel('Company').fill('fenmoor');
  await page.getByRole('button', { name: 'Continue' }).click();
  const name = 'Bayline Shipping desk';
  await page.getByLabel('Name', { exact: false }).first().fill(name);
  await page.getByLabel('Total seats').fill('1');
  await accessible(page);
  await page.getByLabel('Product').selectOption({ label: 'Bayline Shipping' });
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await page.getByLabel('Give a seat').selectOption({ label: 'Priya Nair' });
  await page.getByRole('button', { name: 'Give a seat' }).click();
  await hydrated(page);
  await expect(page.getByText('All seats are in use.')).toBeVisible();
  await expect(page.getByText('1 of 1 used, 0 free').first()).toBeVisible();
  await page.getByRole('button', { name: 'Take back Priya Nair’s seat' }).click();
  await expect(page.getByText('0 of 1 used, 1 free').first()).toBeVisible();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Serial or key').fill('BS-1');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText(/changed Serial or key to BS-1/)).toBeVisible();
  await accessible(page);
});

test('panels shut on Escape and outside, columns are dragged and moved by keys, and a workbook comes', { tag: '@phone' }, async ({ page, isMobile }) => {
  await enter(page, dmitri);
  await open(page, '/assets');
  const heads = page.locator('thead th');
  const opener = page.getByRole('link', { name: 'Set column properties' });
  await opener.click();
  const columns = panel(page, 'Set column properties');
  await expect(columns).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(columns).toBeHidden();
  await expect(opener).toBeFocused();
  await opener.click();
  await columns.getByRole('button', { name: 'Move Serial or key up' }).press('Enter');
  await expect(columns.getByText('Saved.', { exact: true })).toBeVisible();
  await expect(heads.first()).toContainText('Serial or key');
  await expect(columns.getByRole('button', { name: 'Move Serial or key up' })).toBeFocused();
  if (!isMobile) {
    const row = (name: string) => columns.getByRole('listitem').filter({ hasText: name });
    await row('Category').dragTo(row('Serial or key'));
    await expect(heads.first()).toContainText('Category');
  }
  await columns.getByLabel('Model').check();
  await expect(page.getByRole('columnheader', { name: 'Model' })).toBeAttached();
  await accessible(page, '.panel');
  await columns.getByRole('button', { name: 'Reset columns' }).click();
  await expect(heads.first()).toContainText('Name');
  await page.mouse.click(isMobile ? 20 : 232, isMobile ? 40 : 400);
  await expect(columns).toBeHidden();
  await page.getByRole('link', { name: 'Filters', exact: true }).click();
  await expect(panel(page, 'Filters').getByLabel('Category').locator('option')).toContainText(['Any', /\(\d+\)/]);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await panel(page, 'Export').getByRole('link', { name: /Excel/ }).first().click();
  expect((await download).suggestedFilename()).toMatch(/^portico-assets-.*\.xlsx$/);
});

test('a licence with free seats is offered while a subject is written, and the ticket is about it', async ({ page }) => {
  await enter(page, alice);
  await open(page, '/tickets/new');
  await page.getByLabel('Subject').fill('Bayline Reports for a new colleague');
  await expect(page.getByText('You have a licence for this')).toBeVisible();
  const offer = page.getByRole('listitem').filter({ hasText: 'Bayline Reports, shared pool' }).first();
  await expect(offer).toContainText(/\d+ free/);
  await accessible(page);
  await offer.getByRole('button', { name: 'Link Bayline Reports, shared pool to this ticket' }).click();
  await expect(page.getByRole('checkbox', { name: /Bayline Reports, shared pool/ })).toBeChecked();
});

test.describe('without JavaScript', () => {
  test.use({ noscript: true });

  test('filters and columns are forms and links', async ({ page }) => {
    await enter(page, dmitri);
    await page.goto('/assets');
    await page.getByRole('link', { name: 'Filters', exact: true }).click();
    await page.getByLabel('Category').selectOption('printers');
    await panel(page, 'Filters').getByRole('button', { name: 'Apply' }).click();
    expect(await rowNames(page)).toEqual(['Gate kiosk 1 printer', 'Gate kiosk 2 printer']);
    await page.getByRole('link', { name: 'Set column properties' }).click();
    await page.getByRole('button', { name: 'Move Serial or key up' }).click();
    await expect(page.locator('thead th').first()).toHaveText('Serial or key');
    await page.getByRole('button', { name: 'Reset columns' }).click();
    await expect(page.locator('thead th').first()).toContainText('Name');
  });
});
