/** Browsers that keep nothing, run no WebAssembly, or show a page that somebody else has changed. */
import type { Page } from '@playwright/test';
import { alice, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { answerBox, raiseTicket, rareWord, said, send } from '../../support/tickets';

const notLive = (page: Page) => page.getByText('This page isn’t live');
const saved = (page: Page) => expect(page.getByText('Draft saved')).toBeVisible();

test('where the browser remembers nothing, news come all the same', async ({ page, visitor }) => {
  const word = rareWord();
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    }
  });
  await enter(page, alice);
  const number = await raiseTicket(page, `Nothing kept ${word}`);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('data-live', 'on');
  const agent = await visitor(grace);
  await agent.goto(`/tickets/${number}`);
  await hydrated(agent);
  await answerBox(agent).fill(`There you are ${word}`);
  await send(agent).click();
  await expect(said(page, `There you are ${word}`)).toHaveCount(1);
  await answerBox(page).fill(`Thank you ${word}`);
  await saved(page);
  await send(page).click();
  await expect(said(page, `Thank you ${word}`)).toHaveCount(1);
});

test('without WebAssembly a ticket is raised with what its type asks for, and answered with formatting', async ({ page, tolerate }) => {
  tolerate(/WebAssembly/);
  const word = rareWord();
  await page.addInitScript(() => Object.defineProperty(window, 'WebAssembly', { value: undefined }));
  await enter(page, alice);
  await page.goto('/tickets/new');
  await expect(notLive(page)).toBeVisible();
  await page.getByRole('textbox', { name: 'Subject' }).fill(`No module ${word}`);
  await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
  await page.getByLabel('Assign to queue').selectOption({ index: 1 });
  await page.getByRole('group', { name: 'For Incident' }).getByLabel('Who is affected').selectOption({ label: 'One team' });
  await page.getByLabel('Description').fill(`About ${word}`);
  await accessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`No module ${word}`);
  await page.getByRole('button', { name: 'Formatting', exact: true }).click();
  const text = page.locator('.composer-text');
  await expect(text).toBeFocused();
  await page.keyboard.press('Control+b');
  await page.keyboard.type(`Bold ${word}`);
  await send(page).click();
  await expect(said(page, `Bold ${word}`).locator('strong')).toHaveText(`Bold ${word}`);
});

test('a page that something else has changed says that it is not live, and keeps what is written', async ({ page, context, tolerate }) => {
  tolerate(/unreachable|panicked|hydrat|RuntimeError|Unrecoverable/);
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Changed ${word}`);
  await page.addInitScript(() => {
    // As a password manager or a translator does, before the page's own script.
    document.addEventListener('DOMContentLoaded', () => {
      for (const part of document.querySelectorAll('form.reply textarea, .ticket-head h1')) part.before(document.createElement('div'));
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
      const comments: Node[] = [];
      while (walker.nextNode()) comments.push(walker.currentNode);
      for (const comment of comments) comment.parentNode?.removeChild(comment);
    });
  });
  await page.goto(`/tickets/${number}`);
  await expect(notLive(page)).toBeVisible();
  await answerBox(page).fill(`Kept ${word}`);
  await saved(page);
  const clean = await context.newPage();
  await clean.goto(`/tickets/${number}`);
  await expect(answerBox(clean)).toHaveValue(`Kept ${word}`);
  await clean.close();
  await send(page).click();
  await expect(page).toHaveURL(/#m-/);
  await expect(said(page, `Kept ${word}`)).toHaveCount(1);
});
