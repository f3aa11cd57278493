import type { Page } from '@playwright/test';
import { alice, dmitri, ewa, grace, hugo, olga } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';

const admin = 'admin@portico.example';
/** Of alice's company, without a seat. No other journey needs that. */
const tomasz = 'tomasz@harbourline.example';
/** A contact whom no other journey needs. */
const sean = 'sean@quayside.example';
/** Of a company with two of two seats, the newer one hers. No other journey touches its plan. */
const sofia = 'sofia@ashlow.example';

async function open(page: Page, address: string) {
  await page.goto(address);
  await hydrated(page);
}

const contacts = (page: Page) => page.locator('.plan-contacts b');

async function fillPerson(page: Page, first: string, last: string, email: string) {
  await page.getByLabel('First name').fill(first);
  await page.getByLabel('Last name').fill(last);
  await page.getByLabel('Position').fill('Inbound supervisor');
  await page.getByLabel('Email').fill(email);
}

test('the plan says who raises cases, what is included and who helps', { tag: '@phone' }, async ({ page, isMobile }) => {
  await enter(page, alice);
  await open(page, '/');
  if (isMobile) await page.goto('/plan');
  else await page.getByRole('link', { name: 'Plan', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Plan · Harbourline Logistics' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Standard support' })).toBeVisible();
  await expect(page.getByText(/\d of 4 seats/)).toBeVisible();
  await expect(contacts(page).filter({ hasText: 'Alice Kowalska' })).toBeVisible();
  await expect(page.getByText('alice@harbourline.example')).toBeVisible();
  await expect(page.locator('.plan-has')).toContainText('Phone support');
  await expect(page.locator('.plan-has-not')).toContainText('dedicated team');
  await expect(page.getByText('Monday–Friday 08:00–17:30')).toBeVisible();
  await expect(page.getByText('Hugo Brandt')).toBeVisible();
  await accessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.getByRole('link', { name: 'Add a contact' }).click();
  await expect(page.getByRole('heading', { name: 'Add a contact' })).toBeVisible();
  await accessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('a team is refused as a contact, and the form keeps what was written', async ({ page }) => {
  await enter(page, alice);
  await open(page, '/plan/requests/new');
  await fillPerson(page, 'HR', 'team', 'hr@harbourline.example');
  await page.getByRole('button', { name: 'File request' }).click();
  await expect(page.getByText(/“HR team” is a team or a job/)).toBeVisible();
  await expect(page.getByLabel('First name')).toHaveValue('HR');
  await expect(page.getByLabel('First name')).toBeFocused();
  await accessible(page);
  await fillPerson(page, 'Marta', 'Silva', 'info@harbourline.example');
  await page.getByRole('button', { name: 'File request' }).click();
  await expect(page.getByText(/“info@” is a shared mailbox/)).toBeVisible();
});

test('somebody without a seat prepares, a manager files, an agent approves', async ({ page, visitor }) => {
  await enter(page, tomasz);
  await open(page, '/tickets/new');
  await page.getByRole('link', { name: 'Ask to be added' }).click();
  await expect(page.getByLabel('Email')).toHaveValue(tomasz);
  await accessible(page);
  await page.getByLabel('Send it to').selectOption({ label: 'Olga Petersen' });
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page.getByRole('heading', { name: 'Add Tomasz Wolny' })).toBeVisible();
  await expect(page.getByText('Not filed yet', { exact: true })).toBeVisible();
  await accessible(page);
  const address = page.url();

  const manager = await visitor(olga);
  await open(manager, '/activities');
  const waiting = manager.getByRole('list', { name: 'Waiting for you' });
  await expect(waiting).toContainText('Tomasz Wolny prepared it for you to file');
  await accessible(manager);
  await waiting.getByRole('link', { name: 'Plan request about Tomasz Wolny' }).click();
  await manager.getByRole('button', { name: 'File this request' }).click();
  await expect(manager.getByText('Filed', { exact: true })).toBeVisible();
  await open(manager, '/activities');
  await expect(waiting).toHaveCount(0);

  const agent = await visitor(grace);
  await open(agent, '/plan');
  await accessible(agent);
  await agent.getByRole('link', { name: 'Add Tomasz Wolny' }).click();
  await expect(agent.getByText('There’s an account with this address')).toBeVisible();
  await accessible(agent);
  await agent.getByRole('button', { name: 'Approve' }).click();
  await expect(agent.getByText('Approved', { exact: true })).toBeVisible();

  await open(page, address);
  await expect(page.getByText('Approved', { exact: true })).toBeVisible();
  await open(page, '/tickets/new');
  await expect(page.getByLabel('Subject')).toBeVisible();

  await test.step('the plan is full now', async () => {
    await open(manager, '/plan');
    await expect(manager.getByText('4 of 4 seats')).toBeVisible();
    await manager.getByRole('link', { name: 'Add a contact' }).click();
    await fillPerson(manager, 'Chloe', 'Bennett', 'chloe@harbourline.example');
    await manager.getByRole('button', { name: 'File request' }).click();
    await expect(manager.getByText(/All 4 seats are in use/)).toBeVisible();
  });

  await test.step('whoever is taken off reads and raises nothing', async () => {
    await open(manager, '/plan');
    await manager.getByRole('link', { name: 'Ask to remove Tomasz Wolny' }).click();
    await expect(manager.getByRole('radio', { name: 'Ask to remove Tomasz Wolny' })).toBeChecked();
    await manager.getByRole('button', { name: 'File request' }).click();
    await expect(manager.getByRole('heading', { name: 'Remove Tomasz Wolny' })).toBeVisible();
    await open(agent, manager.url());
    await agent.getByRole('button', { name: 'Approve' }).click();
    await expect(agent.getByText('Approved', { exact: true })).toBeVisible();
    await open(page, '/tickets/new');
    await expect(page.getByRole('link', { name: 'Ask to be added' })).toBeVisible();
    await open(page, '/plan');
    await expect(contacts(page)).toHaveCount(3);
  });
});

test('a full plan asks who gives up a seat', async ({ page }) => {
  await enter(page, ewa);
  await open(page, '/plan/requests/new');
  await expect(page.getByText('All seats are in use. Choose who to remove.')).toBeVisible();
  await fillPerson(page, 'Leo', 'Marsh', 'leo@smallpier.example');
  await page.getByRole('button', { name: 'File request' }).click();
  await expect(page.getByText(/All 2 seats are in use/)).toBeVisible();
});

test('a premier company’s request is its manager’s', async ({ page, visitor }) => {
  await enter(page, dmitri);
  await open(page, '/plan');
  await expect(page.locator('.plan-helper').filter({ hasText: 'Customer success manager' })).toContainText('Hugo Brandt');
  await page.getByRole('link', { name: 'Add a contact' }).click();
  await fillPerson(page, 'Nils', 'Berg', 'nils@quayside.example');
  await page.getByRole('radio', { name: 'Ask to remove Tom Ashby' }).check();
  await page.getByRole('button', { name: 'File request' }).click();
  await expect(page.getByRole('heading', { name: 'Add Nils Berg' })).toBeVisible();
  const request = page.url();
  await page.locator('html[data-live=on]').waitFor({ state: 'attached' });
  const manager = await visitor(hugo);
  await open(manager, request);
  await manager.locator('.fact').filter({ hasText: 'Ticket' }).getByRole('link').click();
  await expect(manager.getByRole('heading', { name: 'Plan: Add Nils Berg, remove Tom Ashby' })).toBeVisible();
  await expect(manager.getByLabel('Queue').locator('option:checked')).toHaveText('Premier');
  await expect(manager.getByLabel('Assignee').locator('option:checked')).toHaveText('Hugo Brandt');
  await open(manager, request);
  await manager.getByText('Decline instead').click();
  await manager.getByLabel('Reason').fill('Tom stays after all.');
  await manager.getByRole('button', { name: 'Decline' }).click();
  await expect(manager.getByText('Declined', { exact: true })).toBeVisible();
  // The page stands, and follows.
  await expect(page.getByText('Tom stays after all.', { exact: true })).toBeVisible();
});

test('a smaller plan keeps everybody and asks whom to keep', async ({ page, visitor }) => {
  const boss = await visitor(admin);
  const set = async (seats: string) => {
    await open(boss, '/plan?company=ashlow');
    await boss.getByText('Plan settings').click();
    const form = boss.locator('form').filter({ hasText: 'Change Essential support' });
    await form.getByLabel('Seats').fill(seats);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(boss.getByText(`2 of ${seats} seats`)).toBeVisible();
  };
  await set('1');
  await open(boss, '/plan?company=ashlow');
  await accessible(boss);
  await enter(page, sofia);
  await open(page, '/plan');
  await expect(page.getByText(/There’s 1 more contact than there are seats. You have until .+ to choose who stays/)).toBeVisible();
  await expect(page.getByText(/if you don’t choose in time, Sofia Marques won’t be able to raise new cases until you do/)).toBeVisible();
  await expect(contacts(page)).toHaveCount(2);
  await accessible(page);
  const newest = 'Sofia Marques';
  await open(page, '/tickets/new');
  await expect(page.getByLabel('Subject')).toBeVisible();

  await test.step('the company is told, and it is in the history', async () => {
    await open(page, '/activities');
    const waiting = page.getByRole('list', { name: 'Waiting for you' });
    await expect(waiting).toContainText('There’s 1 more contact than there are seats.');
    await waiting.getByRole('link', { name: /^Choose who stays on the plan \(by .+\)$/ }).click();
    await expect(page.getByRole('heading', { name: 'Plan', level: 1 })).toBeVisible();
    await expect(async () => {
      await page.reload();
      await expect(page.getByText(/Portico gave the company until .+ to choose who stays/)).toBeVisible({ timeout: 1_000 });
    }).toPass();
  });

  await test.step('it chooses, and the one who goes reads and raises nothing', async () => {
    await hydrated(page);
    await page.getByRole('link', { name: 'Choose who stays' }).click();
    await expect(page.getByRole('heading', { name: 'Remove contacts' })).toBeVisible();
    await page.getByRole('radio', { name: `Ask to remove ${newest}` }).check();
    await page.getByRole('button', { name: 'File request' }).click();
    await expect(page.getByRole('heading', { name: `Remove ${newest}` })).toBeVisible();
    await open(boss, page.url());
    await boss.getByRole('button', { name: 'Approve' }).click();
    await expect(boss.getByText('Approved', { exact: true })).toBeVisible();
    await open(page, '/plan');
    await expect(page.getByText('1 of 1 seats')).toBeVisible();
    await expect(page.getByText('more contact than there are seats')).toHaveCount(0);
    await open(page, '/tickets/new');
    await expect(page.getByRole('link', { name: 'Ask to be added' })).toBeVisible();
    await open(page, '/tickets');
    await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
  });
});

test('an address that differs from the plan’s is shown with what differs', async ({ page, visitor }) => {
  const boss = await visitor(admin);
  const correct = async (contact: string, email: string) => {
    await open(boss, '/plan?company=quayside');
    await boss.getByRole('link', { name: `Edit ${contact}’s details` }).click();
    await boss.getByLabel('Email').fill(email);
    await boss.getByLabel('Requested by').selectOption({ index: 1 });
    await boss.getByLabel('Approve right away').check();
    await boss.getByRole('button', { name: 'File request' }).click();
  };
  await enter(page, sean);
  await correct('Seán Gallagher', 'sern@quayside.example');
  await expect(boss.getByText('No account has this address, so Seán Gallagher would lose the seat.')).toBeVisible();
  await boss.getByLabel('Use this address anyway').check();
  await boss.getByRole('button', { name: 'File request' }).click();
  await expect(boss.getByText('Approved', { exact: true })).toBeVisible();
  await open(page, '/support/check');
  const answer = page.getByRole('listitem').filter({ hasText: 'The same email address on the plan and on the account' });
  await expect(answer).toContainText('Differences are highlighted');
  await expect(answer.locator('mark')).toHaveText(['r', 'a']);
  await expect(page.getByText('Seán Gallagher is a contact on the plan, but with a different address')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Correct the address on the plan' })).toBeVisible();
  await accessible(page);
  await correct('Seán Gallagher', sean);
  await expect(boss.getByText('Approved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText('You can’t use chat yet')).toHaveCount(0);
});
