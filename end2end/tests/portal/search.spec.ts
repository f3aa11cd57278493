import type { Locator } from '@playwright/test';
import { watchShifts, shifted } from '../../support/dashboard';
import { alice, bruno, dmitri, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { offers, answer, raiseTicket, rareWord, rows, search, subjects } from '../../support/tickets';

/** A word that no other ticket holds, of letters alone: it can be misspelled. */
const rareName = () => rareWord().replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');

test('what is in no subject may be in a message', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await raiseTicket(page, 'Without it as a word', { description: `The word is ${word}.` });
  await page.goto('/tickets');
  await hydrated(page);
  await search(page, word);
  const empty = page.getByRole('main').locator('.empty');
  await expect(empty).toContainText(`No subjects match “${word}”.`);
  await accessible(page);
  await empty.getByRole('link', { name: 'Search messages instead' }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('in') === 'messages');
  await expect(subjects(page)).toHaveText(['Without it as a word']);
});

test('what narrows an empty list can be removed one by one', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await raiseTicket(page, `Narrowed ${word}`);
  await page.goto(`/tickets?q=${word}&queue=print`);
  await hydrated(page);
  const empty = page.getByRole('main').locator('.empty');
  await expect(empty.getByRole('link', { name: `Remove the search for “${word}”` })).toBeVisible();
  await empty.getByRole('link', { name: /^Remove Queue: / }).click();
  await expect(subjects(page)).toHaveText([`Narrowed ${word}`]);
});

test('what was said is found, marked, and shown where it stands; a note never by a customer', { tag: '@phone' }, async ({ page, visitor }) => {
  const [word, secret] = [rareName(), rareName()];
  await enter(page, alice);
  const number = await raiseTicket(page, `Plain subject ${rareWord()}`, { description: `It began when the ${word}s fell off.` });
  const agent = await visitor(grace);
  await agent.goto(`/tickets/${number}`);
  await hydrated(agent);
  await agent.getByLabel('Private note, for agents only').check();
  await answer(agent, `Between us: ${secret} did it.`);

  await page.goto(`/tickets?in=messages&q=${word}`);
  await hydrated(page);
  await expect(subjects(page)).toHaveCount(1);
  await expect(rows(page).locator('.found-in')).toHaveText(`Message: … when the ${word}s fell off.`);
  await expect(rows(page).locator('.found-in mark')).toHaveText(`${word}s`);
  await accessible(page);
  await page.goto(`/tickets?in=messages,files,attributes&q=${secret}`);
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();

  await agent.goto(`/tickets?in=messages&q=${secret}`);
  await hydrated(agent);
  await expect(rows(agent).locator('.found-in')).toHaveText(`Private note: Between us: ${secret} did it.`);
  const stranger = await visitor(dmitri);
  await stranger.goto(`/tickets?in=messages&q=${word}`);
  await expect(stranger.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
});

test('a slip of the pen finds what was meant', async ({ page }) => {
  const word = rareName();
  await enter(page, alice);
  await raiseTicket(page, `The ${word} rattles`);
  await page.goto('/');
  await hydrated(page);
  await search(page, `${word.slice(0, 4)}${word.slice(5)}`);
  await expect(subjects(page)).toHaveText([`The ${word} rattles`]);
  await expect(rows(page).locator('mark')).toHaveText(word);
  const told = page.getByRole('main').locator('.notice[role=status]');
  await expect(told).toContainText(`Showing results for ${word}.`);
  await accessible(page);
  await told.getByRole('link').click();
  await expect(page.getByRole('searchbox')).toHaveValue(word);
  await expect(told).toHaveCount(0);
});

test('while a subject is written, open tickets that look alike are offered and can be followed instead', { tag: '@phone' }, async ({ page, visitor }) => {
  const [one, two] = [rareName(), rareName()];
  await enter(page, alice);
  const number = await raiseTicket(page, `${one} and ${two} stopped`);
  const colleague = await visitor(bruno);
  await watchShifts(colleague);
  await colleague.goto('/tickets/new');
  await hydrated(colleague);
  await colleague.getByLabel('Subject').fill(`Our ${one}, or the ${two}`);
  const summary = colleague.getByText('1 similar open ticket');
  await expect(summary).toBeVisible();
  expect(await shifted(colleague), 'nothing moves under the hand that writes').toBeLessThan(0.01);
  const found = colleague.getByRole('link', { name: `${number} ${one} and ${two} stopped` });
  const top = async (place: Locator) => (await place.boundingBox())?.y ?? 0;
  const [subject, type] = [colleague.getByLabel('Subject'), colleague.getByLabel('Ticket type')];
  if ((colleague.viewportSize()?.width ?? 0) > 960) {
    // Open below what the type asks for, at the right.
    await expect(found).toBeVisible();
    const [side, hints] = [await colleague.locator('.new-side').boundingBox(), await colleague.locator('.similar').boundingBox()];
    expect(hints?.x).toBe(side?.x);
    expect(hints?.y ?? 0).toBeGreaterThanOrEqual((side?.y ?? 0) + (side?.height ?? 0));
  } else {
    await summary.click();
    await expect(found).toBeVisible();
    expect(await top(found)).toBeGreaterThan(await top(subject));
    expect(await top(found)).toBeLessThan(await top(type));
  }
  await accessible(colleague);
  await colleague.getByRole('button', { name: `Follow ${number} instead` }).click();
  await expect(colleague).toHaveURL(`/tickets/${number}`);
  await offers(colleague, 'Unsubscribe');
  await answer(colleague, 'The same here.');
});

test('what fits best comes first, and another order is a click away', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Printer ${word}`);
  await raiseTicket(page, `About ${word}ish printers`);
  await page.goto(`/tickets?q=${word}`);
  await hydrated(page);
  await expect(subjects(page)).toHaveText([`Printer ${word}`, `About ${word}ish printers`]);
  const order = page.getByRole('navigation', { name: 'Order' });
  await expect(order.getByRole('link', { name: 'Best match' })).toHaveAttribute('aria-current', 'true');
  await order.getByRole('link').nth(1).click();
  await expect(page).toHaveURL(`/tickets?q=${word}&sort=-changed`);
  await expect(subjects(page)).toHaveText([`About ${word}ish printers`, `Printer ${word}`]);
  await order.getByRole('link', { name: 'Best match' }).click();
  await expect(page).toHaveURL(`/tickets?q=${word}`);
  await accessible(page);
  await page.goto(`/tickets?q=${number}`);
  await expect(subjects(page).first()).toHaveText(`Printer ${word}`);
});
