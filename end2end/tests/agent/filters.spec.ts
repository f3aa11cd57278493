import { allColumns, chips, expectTotal, listed, openPanel, panel, value } from '../../support/dashboard';
import { grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { rows } from '../../support/tickets';

// Of companies whose tickets no journey touches, so that numbers stand still.

test('the numbers under Company are what the list then holds', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets?closed=1');
  await hydrated(page);
  const companies = await openPanel(page, 'Company');
  for (const name of ['Ashlow Parcels', 'Fenmoor Cold Store', 'Millrace Fulfilment']) {
    const box = value(companies, name);
    const count = Number(/\d+$/.exec(await companies.getByRole('listitem').filter({ hasText: name }).innerText())?.[0]);
    expect(count).toBeGreaterThan(0);
    await box.click();
    await expect(chips(page)).toHaveText([new RegExp(`^Company: ${name}`)]);
    await expectTotal(page, count);
    await expect(rows(page).first().locator('.col-company')).toHaveText(name);
    await box.click();
    await expect(chips(page)).toHaveCount(0);
  }
});

test('companies and people are found by a part of their name', { tag: '@phone' }, async ({ page }) => {
  await enter(page, grace);
  await page.goto(`/tickets?closed=1&company=fenmoor&${allColumns}`);
  await hydrated(page);
  const companies = await openPanel(page, 'Company');
  await expect(value(companies, 'Ashlow Parcels')).toBeVisible();
  await companies.getByRole('searchbox', { name: 'Find by name' }).pressSequentially('MILL');
  await expect(value(companies, 'Ashlow Parcels')).toHaveCount(0);
  await expect(value(companies, 'Millrace Fulfilment')).toBeVisible();
  await expect(companies.getByRole('searchbox', { name: 'Find by name' })).toBeFocused();
  // What is chosen stays in sight.
  await expect(value(companies, 'Fenmoor Cold Store')).toBeChecked();
  await companies.getByRole('searchbox', { name: 'Find by name' }).fill('no such company');
  await expect(value(companies, 'Fenmoor Cold Store')).toBeChecked();
  await expect(value(companies, 'Millrace Fulfilment')).toHaveCount(0);
  await accessible(page, '.panel');
  await page.keyboard.press('Escape');
  await expect(companies).toBeHidden();

  const people = await openPanel(page, 'Assignee');
  await people.getByRole('searchbox', { name: 'Find by name' }).fill('lindq');
  await expect(value(people, 'Grace Okoye')).toHaveCount(0);
  await value(people, 'Jonas Lindqvist').click();
  await expect(chips(page)).toHaveText([/^Assignee: Jonas Lindqvist/, /^Company: Fenmoor Cold Store/]);
  await expect.poll(async () => (await listed(page)).every((ticket) => ticket.assignee === 'Jonas Lindqvist')).toBe(true);
  await expect(people.getByRole('searchbox', { name: 'Find by name' })).toHaveValue('lindq');
});

test('myself is an assignee, and in the panel I am chosen by name', async ({ page }) => {
  await enter(page, grace);
  await page.goto(`/tickets?closed=1&assignee=me&company=fenmoor&${allColumns}`);
  await hydrated(page);
  await expect(chips(page).first()).toHaveText(/^Assignee: Grace Okoye/);
  expect((await listed(page)).every((ticket) => ticket.assignee === 'Grace Okoye')).toBe(true);
  const people = await openPanel(page, 'Assignee');
  await expect(value(people, 'Grace Okoye')).toBeChecked();
});

test('nobody yet is an assignee, too', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets');
  await hydrated(page);
  await openPanel(page, 'Assignee');
  await value(panel(page, 'Assignee'), 'Unassigned').click();
  await expect(page).toHaveURL((url) => url.searchParams.get('assignee') === 'none');
  await expect(chips(page)).toHaveText([/^Assignee: Unassigned/]);
});

test('what only agents may choose from', async ({ page }) => {
  await enter(page, grace);
  const response = await page.goto('/tickets?queue=workshop&closed=1&company=portico');
  expect(response?.status()).toBe(200);
  await hydrated(page);
  await expect(chips(page)).toHaveText([/^Queue: Workshop \(internal\)/, /^Company: Portico Demo Desk/]);
  await expect(rows(page).first()).toBeVisible();
  await accessible(page);
});
