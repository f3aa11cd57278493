import type { Page } from '@playwright/test';
import { heads, hideFilters, listed, openPanel, usualColumns } from '../../support/dashboard';
import { alice, grace, ines } from '../../support/people';
import { accessible, enter, expect, hydrated, test, ways } from '../../support/test';
import { head, raiseTicket, rareWord, rows, search, sortBy, subjects } from '../../support/tickets';

const title = 'Set column properties';
const usual = ['number', 'subject', 'status', 'priority', 'queue', 'assignee', 'created', 'changed'];
/** The columns of the table from left to right, shown or folded away on a small screen. */
const columns = (page: Page) => heads(page).evaluateAll((found) => found.map((cell) => cell.className.replace('col-', '')));

const expectColumns = (page: Page, names: string[]) => expect.poll(() => columns(page)).toEqual(names);

async function start(page: Page, address = '/tickets') {
  await enter(page, ines);
  await usualColumns(page);
  await page.goto(address);
  await hydrated(page);
}

/** Waits until the last change is kept. */
const kept = (page: Page) => expect(page.getByRole('dialog', { name: title }).getByRole('status')).toHaveText('Saved.');

async function shut(page: Page) {
  const panel = page.getByRole('dialog', { name: title });
  await panel.getByRole('link', { name: 'Close' }).click();
  await expect(panel).toBeHidden();
  await hideFilters(page);
}

test('columns are added and taken off, and stay so here and in another browser', { tag: '@phone' }, async ({ page, visitor }) => {
  await start(page);
  await expectColumns(page, usual);
  const panel = await openPanel(page, title);
  await accessible(page, '.panel');
  await panel.getByRole('checkbox', { name: 'Priority' }).click();
  await expectColumns(page, usual.filter((name) => name !== 'priority'));
  await panel.getByRole('checkbox', { name: 'Reporter' }).click();
  const mine = [...usual.filter((name) => name !== 'priority'), 'reporter'];
  await expectColumns(page, mine);
  await expect(head(page, 'Reporter')).toHaveCount(1);
  await expect(rows(page).first().locator('.col-reporter')).toHaveText(/\w+ \w+/);
  await kept(page);
  await shut(page);
  await accessible(page);
  // Nothing of it is in the address: it is the person's.
  await expect(page).toHaveURL('/tickets');

  await page.reload();
  await hydrated(page);
  await expectColumns(page, mine);
  const elsewhere = await visitor(ines);
  await elsewhere.goto('/tickets');
  await expectColumns(elsewhere, mine);
  const colleague = await visitor(alice);
  await colleague.goto('/tickets');
  await expectColumns(colleague, usual);

  const again = await openPanel(page, title);
  await again.getByRole('button', { name: 'Reset columns' }).click();
  await expectColumns(page, usual);
  await expect(again.getByRole('checkbox', { name: 'Priority' })).toBeChecked();
  await expect(again.getByRole('checkbox', { name: 'Reporter' })).not.toBeChecked();
});

test('an attribute of a ticket type is a column like the others', async ({ page }) => {
  await start(page, '/tickets?closed=1');
  const panel = await openPanel(page, title);
  await panel.getByRole('checkbox', { name: 'Serial number' }).click();
  await expectColumns(page, [...usual, 'attribute']);
  await kept(page);
  await shut(page);
  await sortBy(page, 'Serial number', 'ascending');
  await sortBy(page, 'Serial number', 'descending');
  await expect(page).toHaveURL(/sort=-attr\.serial/);
  await expect(rows(page).first().locator('td.col-attribute')).toHaveText(/\w/);
  await accessible(page);
  await page.reload();
  await hydrated(page);
  await expect(rows(page).first().locator('td.col-attribute')).toHaveText(/\w/);
});

test('the last column stays', async ({ page }) => {
  await start(page);
  const panel = await openPanel(page, title);
  for (const name of ['Number', 'Status', 'Priority', 'Queue', 'Assignee', 'Created', 'Last change']) {
    await panel.getByRole('listitem').getByRole('checkbox', { name, exact: true }).click();
  }
  await expectColumns(page, ['subject']);
  await panel.getByRole('listitem').getByRole('checkbox', { name: 'Subject' }).click();
  await expectColumns(page, ['subject']);
  await expect(panel.getByRole('listitem').getByRole('checkbox', { name: 'Subject' })).toBeChecked();
});

test('columns move by their arrows, with the keyboard', async ({ page }) => {
  await start(page);
  const panel = await openPanel(page, title);
  const up = panel.getByRole('button', { name: 'Move Status up' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expectColumns(page, ['number', 'status', 'subject', 'priority', 'queue', 'assignee', 'created', 'changed']);
  await expect(up).toBeFocused();
  await page.keyboard.press('Enter');
  await expectColumns(page, ['status', 'number', 'subject', 'priority', 'queue', 'assignee', 'created', 'changed']);
  await expect(up).toBeFocused();
  // It is at its end; the arrow says so and does nothing.
  await expect(up).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await kept(page);
  await panel.getByRole('button', { name: 'Move Status down' }).click();
  const moved = ['number', 'status', 'subject', 'priority', 'queue', 'assignee', 'created', 'changed'];
  await expectColumns(page, moved);
  await expect(panel.getByRole('listitem').nth(1)).toContainText('Status');
  await kept(page);
  await page.reload();
  await hydrated(page);
  await expectColumns(page, moved);
});

test('columns move by dragging', { tag: '@phone' }, async ({ page }) => {
  await start(page);
  const panel = await openPanel(page, title);
  const row = (name: string) => panel.getByRole('listitem').filter({ has: page.getByRole('checkbox', { name, exact: true }) });
  await row('Queue').dragTo(row('Subject'));
  const moved = ['number', 'queue', 'subject', 'status', 'priority', 'assignee', 'created', 'changed'];
  await expectColumns(page, moved);
  await kept(page);
  await page.reload();
  await hydrated(page);
  await expectColumns(page, moved);
});

test('a shared address shows its columns, and leaves one’s own alone', { tag: '@phone' }, async ({ page }) => {
  await start(page, '/tickets?cols=subject,channel,age');
  await expectColumns(page, ['subject', 'channel', 'age']);
  await expect(head(page, 'Channel')).toHaveCount(1);
  await accessible(page);
  await sortBy(page, 'Subject', 'ascending');
  await expectColumns(page, ['subject', 'channel', 'age']);
  const panel = await openPanel(page, title);
  await expect(panel.getByRole('listitem').getByRole('checkbox', { checked: true })).toHaveCount(3);
  await shut(page);
  await ways(page).getByRole('link', { name: 'Dashboard' }).click();
  await expectColumns(page, usual);
});

test('rows open without their subject, too', { tag: '@phone' }, async ({ page }) => {
  await start(page, '/tickets?sort=number');
  const number = (await rows(page).first().locator('.col-number').innerText()).trim();
  const panel = await openPanel(page, title);
  await panel.getByRole('listitem').getByRole('checkbox', { name: 'Subject' }).click();
  await expect(heads(page).filter({ hasText: 'Subject' })).toHaveCount(0);
  await kept(page);
  await shut(page);
  await accessible(page);
  const row = await rows(page).first().boundingBox();
  if (!row) throw new Error('no row');
  await page.mouse.click(row.x + row.width / 2, row.y + row.height / 2);
  await expect(page).toHaveURL(/\/tickets\/PT-\d+\?from=/);
  await expect(page).toHaveURL(new RegExp(`${/\d+$/.exec(number)?.[0]}\\?`));
});

test('a column without an index sorts, too', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets?closed=1&company=fenmoor&company=ashlow&company=quayside&cols=number,subject,queue,type,status,assignee,created,changed');
  await hydrated(page);
  for (const [name, column] of [['Queue', 'queue'], ['Type', 'type'], ['Assignee', 'assignee']] as const) {
    for (const order of ['ascending', 'descending'] as const) {
      await sortBy(page, name, order);
      const cells = (await listed(page)).map((ticket) => ticket[column]);
      const turned = order === 'ascending' ? cells : [...cells].reverse();
      // Alike values stand together, in the order of the alphabet.
      const runs = turned.filter((cell, place) => cell !== turned[place - 1]);
      expect(runs, `${name}, ${order}`).toEqual([...new Set(runs)]);
      expect(runs.length).toBeGreaterThan(1);
      if (column === 'assignee') continue;
      expect(runs).toEqual([...runs].sort((a, b) => a.localeCompare(b, 'en')));
    }
  }
});

test('the search looks where it is told', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Sought ${word}`);
  await start(page);
  const panel = await openPanel(page, title);
  const fields = panel.getByRole('group', { name: 'Search by' });
  await fields.getByRole('checkbox', { name: 'Subject' }).click();
  await kept(page);
  await shut(page);

  const box = page.getByRole('search').getByRole('searchbox');
  await box.fill(word);
  await box.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await expect(page).toHaveURL((url) => url.searchParams.get('in') === 'number');
  await box.fill(number);
  await box.press('Enter');
  await expect(subjects(page)).toHaveText([`Sought ${word}`]);
  await page.reload();
  await hydrated(page);
  await expect(subjects(page)).toHaveText([`Sought ${word}`]);
});

test('the last field of the search stays on', async ({ page }) => {
  await start(page);
  const panel = await openPanel(page, title);
  const fields = panel.getByRole('group', { name: 'Search by' });
  await fields.getByRole('checkbox', { name: 'Subject' }).click();
  await fields.getByRole('checkbox', { name: 'Number' }).click();
  await expect(fields.getByRole('checkbox', { name: 'Number' })).toBeChecked();
  await expect(fields.getByRole('checkbox', { name: 'Subject' })).not.toBeChecked();
});

test('Escape shuts the panel after a change, too', async ({ page }) => {
  await start(page);
  const panel = await openPanel(page, title);
  await panel.getByRole('listitem').getByRole('checkbox', { name: 'Channel' }).click();
  await expect(head(page, 'Channel')).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page.getByRole('button', { name: title })).toBeFocused();
});

test('the usual search finds by number and by subject', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Sought ${word}`);
  await start(page);
  await search(page, word);
  await expect(subjects(page)).toHaveText([`Sought ${word}`]);
  await search(page, number);
  await expect(subjects(page)).toHaveText([`Sought ${word}`]);
});

const everyColumn = 'cols=number,subject,status,priority,queue,type,company,reporter,assignee,channel,created,changed,age';
/** What must be read whole. */
const whole = ['number', 'status', 'priority', 'created', 'changed', 'age'];
const frame = (page: Page) => page.getByRole('region', { name: 'Tickets' });
const edge = (page: Page, name: string) => page.getByRole('separator', { name: `Width of ${name}` });

/** How wide the head of a column is, in pixels. */
const width = async (page: Page, column: string) => (await page.locator(`th.col-${column}`).boundingBox())?.width;

/** Waits until a width is kept, after what `act` does. */
async function keeps(page: Page, act: () => Promise<void>) {
  const kept = page.waitForResponse((response) => response.url().endsWith('/tickets/columns'));
  await act();
  expect((await kept).status()).toBe(200);
}

test('however many columns there are, no status, number or date is cut', { tag: '@layout' }, async ({ page }) => {
  await enter(page, grace);
  await page.goto(`/tickets?closed=1&${everyColumn}`);
  await hydrated(page);
  await expect(rows(page)).toHaveCount(25);
  const cut = await page.locator(whole.map((name) => `.tickets td.col-${name}`).join()).evaluateAll((cells) => {
    // A pixel is lost where halves are rounded.
    const isCut = (element: Element) => element.scrollWidth > element.clientWidth + 1;
    const parts = (cell: Element) => [cell, ...cell.querySelectorAll('.badge, .level')];
    return cells.filter((cell) => parts(cell).some(isCut)).map((cell) => `${cell.className}: ${cell.textContent}`);
  });
  expect(cut).toEqual([]);
});

test('columns that do not fit scroll sideways below number and subject', async ({ page }) => {
  await enter(page, grace);
  await page.goto(`/tickets?closed=1&${everyColumn}`);
  await hydrated(page);
  await accessible(page);
  const left = (column: string) => rows(page).first().locator(`.col-${column}`).evaluate((cell) => cell.getBoundingClientRect().left);
  const [number, subject, age] = [await left('number'), await left('subject'), await left('age')];
  const scrolls = await frame(page).evaluate((region) => region.scrollWidth - region.clientWidth);
  expect(scrolls, 'there is more than fits').toBeGreaterThan(100);

  await frame(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => frame(page).evaluate((region) => region.scrollLeft)).toBeGreaterThan(0);
  await frame(page).evaluate((region) => region.scrollTo({ left: region.scrollWidth, behavior: 'instant' }));
  expect(await left('number')).toBeCloseTo(number, 0);
  expect(await left('subject')).toBeCloseTo(subject, 0);
  expect(await left('age')).toBeLessThan(age - 100);

  // Below it the head stays, too.
  const top = () => page.locator('th.col-subject').evaluate((cell) => cell.getBoundingClientRect().top);
  const before = await top();
  await frame(page).evaluate((region) => region.scrollTo({ top: region.scrollHeight, behavior: 'instant' }));
  expect(await frame(page).evaluate((region) => region.scrollTop)).toBeGreaterThan(0);
  expect(await top()).toBeCloseTo(before, 0);

  // A row opens wherever it is clicked.
  const place = await rows(page).last().locator('.col-age').boundingBox();
  if (!place) throw new Error('no cell');
  await page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
  await expect(page).toHaveURL(/\/tickets\/PT-\d+\?from=/);
});

test('a column becomes wider and narrower by keys, and stays so', async ({ page, visitor }) => {
  await start(page);
  const subject = edge(page, 'Subject');
  await keeps(page, async () => {
    await subject.focus();
    // The keys are listened to as soon as somebody stirs.
    await expect(async () => {
      await page.keyboard.press('Home');
      await expect(subject).toHaveAttribute('aria-valuenow', '64', { timeout: 500 });
    }).toPass();
  });
  await keeps(page, async () => {
    for (let step = 0; step < 12; step++) await page.keyboard.press('ArrowRight');
    await expect(subject).toHaveAttribute('aria-valuenow', '160');
  });
  await expect(subject).toBeFocused();
  expect(await width(page, 'subject')).toBeCloseTo(160, 0);
  await accessible(page);
  await page.reload();
  await hydrated(page);
  expect(await width(page, 'subject')).toBeCloseTo(160, 0);
  const elsewhere = await visitor(ines);
  await elsewhere.goto('/tickets');
  expect(await width(elsewhere, 'subject')).toBeCloseTo(160, 0);

  await keeps(page, async () => {
    await subject.focus();
    await expect(async () => {
      await page.keyboard.press('Enter');
      expect(await width(page, 'subject')).toBeGreaterThan(200);
    }).toPass();
  });
  await page.reload();
  expect(await width(page, 'subject')).toBeGreaterThan(200);
});

test('a column becomes wider by dragging its edge', async ({ page }) => {
  await start(page);
  await edge(page, 'Queue').hover();
  const before = await width(page, 'queue');
  if (!before) throw new Error('no column');
  await keeps(page, () =>
    expect(async () => {
      const place = await edge(page, 'Queue').boundingBox();
      if (!place) throw new Error('no edge');
      await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
      await page.mouse.down();
      await page.mouse.move(place.x + place.width / 2 + 24, place.y + 8);
      await page.mouse.move(place.x + place.width / 2 + 80, place.y + 8);
      await page.mouse.up();
      expect(await width(page, 'queue')).toBeGreaterThan(before + 60);
    }).toPass(),
  );
  const wide = await width(page, 'queue');
  if (!wide) throw new Error('no column');
  expect(wide % 8).toBeCloseTo(0, 0);
  await page.reload();
  expect(await width(page, 'queue')).toBeCloseTo(wide, 0);

  // The panel knows it and takes it back.
  await hydrated(page);
  const panel = await openPanel(page, title);
  const field = panel.getByRole('spinbutton', { name: 'Queue: width in pixels' });
  await expect(field).toHaveValue(`${Math.round(wide)}`);
  await field.fill('101');
  await field.blur();
  await expect(field).toHaveValue('104');
  await kept(page);
  expect(await width(page, 'queue')).toBeCloseTo(104, 0);
  await panel.getByRole('button', { name: 'Reset columns' }).click();
  await expect(field).toHaveValue('');
  await kept(page);
});

test('many columns fit the window', { tag: ['@phone', '@layout'] }, async ({ page }) => {
  await enter(page, alice);
  await page.goto('/tickets?cols=number,subject,status,priority,queue,type,company,reporter,assignee,channel,created,changed,age');
  await hydrated(page);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
  await accessible(page);
});
