/** Two people talk, and nothing of it is lost or said twice. */
import { box, expect, open, ready, said, say, signedIn, start, take, test } from '../../support/chat';
import { grace, nadia } from '../../support/people';
import { accessible, enter } from '../../support/test';
import { rareWord } from '../../support/tickets';

test('two people chat, with a file, a broken line and another agent, and the ticket holds everything once', { tag: '@phone' }, async ({ page, visitor, desk, tolerate }) => {
  tolerate(/INTERNET_DISCONNECTED/);
  await take(desk.address, grace, true);
  await take(desk.address, nadia, true);
  const word = rareWord();
  const agent = await visitor(grace);
  await open(agent, '/chat');
  const number = await start(page, 'alice@harbourline.example', `Labels come out blank ${word}`);
  await expect(page.getByText('You’re next.')).toBeVisible();
  await accessible(page);

  // The agents hear of it while their page stands.
  const row = agent.getByRole('listitem').filter({ hasText: word });
  await expect(row).toContainText('Alice Kowalska');
  await accessible(agent);
  await row.getByRole('button', { name: 'Accept Alice Kowalska’s chat' }).click();
  await expect(agent).toHaveURL(`/chat/${number}`);
  await ready(agent);
  await expect(page.getByRole('heading', { name: 'Grace Okoye', level: 1 })).toBeVisible();
  await expect(page.getByText('You’re next.')).toHaveCount(0);

  // Typing is shown, and goes.
  await box(agent).pressSequentially('Hello Alice');
  await expect(page.getByText('Grace Okoye is typing…')).toBeVisible();
  await say(agent, 'Hello Alice, which printer?');
  await expect(said(page, 'Hello Alice, which printer?')).toHaveCount(1);
  await expect(page.getByText('Grace Okoye is typing…')).toHaveCount(0);
  await expect(agent.getByText('Seen by Alice Kowalska')).toBeVisible();
  await accessible(page);
  await accessible(agent);

  // A file goes without any text.
  await page.locator('#chat-files').setInputFiles({ name: 'label.txt', mimeType: 'text/plain', buffer: Buffer.from('^XA^XZ') });
  await expect(page.locator('.files-chosen input[name=upload]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(agent.getByRole('log').getByRole('link', { name: /label\.txt/ })).toBeVisible();
  await expect(page.locator('.files-chosen li')).toHaveCount(0);

  // The line breaks: what is written waits, and what others say meanwhile comes when it is back.
  await page.context().setOffline(true);
  await expect(page.getByText('Connection lost.')).toBeVisible();
  await box(page).fill(`It is the Zebra at gate 4 ${word}`);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('Waiting for a connection')).toBeVisible();
  await say(agent, 'Take your time.');
  await page.context().setOffline(false);
  await expect(said(agent, `It is the Zebra at gate 4 ${word}`)).toHaveCount(1);
  await expect(said(page, 'Take your time.')).toHaveCount(1);
  await expect(said(page, `It is the Zebra at gate 4 ${word}`)).toHaveCount(1);
  await expect(page.getByText('Connection lost.')).toBeHidden();
  await expect(page.locator('.chat-pending > li')).toHaveCount(0);

  // Another agent goes on.
  await agent.locator('summary', { hasText: 'Transfer' }).click();
  await agent.getByLabel('Transfer to').selectOption('nadia');
  await agent.getByLabel('Private note (optional)').fill(`She has three trucks waiting ${word}`);
  await agent.getByRole('button', { name: 'Transfer' }).click();
  await expect(page.getByRole('heading', { name: 'Nadia Rahman', level: 1 })).toBeVisible();
  const other = await visitor(nadia);
  await open(other, `/chat/${number}`);
  await expect(said(other, 'She has three trucks waiting')).toHaveCount(1);
  await expect(said(page, 'She has three trucks waiting')).toHaveCount(0);
  await ready(other);
  await say(other, 'I have the spare head here.');
  await expect(said(page, 'I have the spare head here.')).toHaveCount(1);

  await page.reload();
  await ready(page);
  const everything = [`Labels come out blank ${word}`, 'Hello Alice, which printer?', 'label.txt', `It is the Zebra at gate 4 ${word}`, 'Take your time.', 'I have the spare head here.'];
  for (const text of everything) await expect(said(page, text)).toHaveCount(1);

  await other.locator('summary', { hasText: 'End chat' }).click();
  await other.getByRole('button', { name: 'End chat' }).click();
  await expect(said(page, 'Nadia Rahman ended the chat')).toHaveCount(1);
  await accessible(page);
  await page.getByRole('radio', { name: /Very good/ }).check();
  await page.getByRole('button', { name: 'Send rating' }).click();
  await expect(page.getByText('Very good (5 of 5)')).toBeVisible();
  await page.getByRole('link', { name: 'Continue as a ticket' }).click();
  const conversation = page.getByRole('region', { name: 'Conversation' });
  for (const text of everything) await expect(conversation.locator('.talk > li').filter({ hasText: text })).toHaveCount(1);
});

test('what looks like markup stays text, in both directions and in the title', async ({ page, visitor, desk }) => {
  await take(desk.address, grace, true);
  const word = rareWord();
  const hostile = `<img src=x onerror="document.title='taken'"> **${word}** <script>alert(1)</script>`;
  const number = await start(page, 'bruno@harbourline.example', hostile);
  await expect(page).toHaveTitle(new RegExp(`<img src=x`));
  const agent = await visitor(grace);
  await open(agent, '/chat');
  await expect(agent.getByText(hostile)).toBeVisible();
  await agent.getByRole('listitem').filter({ hasText: word }).getByRole('button', { name: /^Accept/ }).click();
  await ready(agent);
  await expect(said(agent, hostile)).toHaveCount(1);
  await say(agent, `</li><b onmouseover=alert(1)>${word} back</b>`);
  await expect(said(page, `</li><b onmouseover=alert(1)>${word} back</b>`)).toHaveCount(1);
  for (const side of [page, agent]) {
    expect(await side.locator('.chat img[src=x], .chat script, .chat [onmouseover]').count()).toBe(0);
    expect(await side.title()).toMatch(/PT-\d+ <img src=x/);
  }
  const stranger = await visitor('ewa@smallpier.example');
  expect((await stranger.goto(`/chat/${number}`))?.status()).toBe(404);
});

test('whoever reads further up is not moved, and comes back with a button', { tag: '@phone' }, async ({ page, visitor, desk }) => {
  await take(desk.address, grace, true);
  const number = await start(page, 'ines@harbourline.example', `A long story ${rareWord()}`);
  const customer = await signedIn(desk.address, 'ines@harbourline.example');
  for (let line = 1; line <= 14; line++) {
    const multipart = { body: `Line ${line}\nof a story\nthat goes on`, key: `story-${number}-${line}` };
    expect((await customer.post(`/chat/${number}/messages`, { multipart, maxRedirects: 0 })).status()).toBe(303);
  }
  await customer.dispose();
  const agent = await visitor(grace);
  await agent.request.post(`/chat/${number}/accept`, { headers: { Origin: desk.address }, maxRedirects: 0 });
  await expect(said(page, 'Line 14')).toBeVisible();
  const log = page.getByRole('log');
  await log.evaluate((log) => log.scrollTo({ top: -log.scrollHeight }));
  await expect(said(page, 'A long story')).toBeInViewport();
  await open(agent, `/chat/${number}`);
  await ready(agent);
  await say(agent, 'I have read all of it.');
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(said(page, 'A long story')).toBeInViewport();
  await expect(said(page, 'I have read all of it.')).not.toBeInViewport();
  await expect(agent.getByText('Seen by Ines')).toHaveCount(0);
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(said(page, 'I have read all of it.')).toBeInViewport();
  await expect(agent.getByText('Seen by Ines')).toBeVisible();
});

test('somebody without a mouse starts a chat, writes and ends it', async ({ page, desk }) => {
  await take(desk.address, grace, true);
  await enter(page, 'martin@smallpier.example');
  await open(page, '/chat');
  await page.getByLabel('How can we help?').focus();
  await page.keyboard.type('Only keys here');
  for (let step = 0; step < 8 && !(await page.getByRole('button', { name: 'Start chat' }).evaluate((button) => button === document.activeElement)); step++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/chat\/PT-\d+$/);
  await ready(page);
  await box(page).focus();
  await page.keyboard.type('first line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second line');
  await page.keyboard.press('Enter');
  await expect(said(page, 'first line')).toContainText('second line');
  await expect(box(page)).toBeFocused();
  await page.locator('summary', { hasText: 'End chat' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(said(page, /Martin .* ended the chat/)).toHaveCount(1);
});

test('on a touch screen Enter begins a new line', { tag: '@phone' }, async ({ page, desk, isMobile }) => {
  test.skip(!isMobile, 'with a keyboard Enter sends');
  await take(desk.address, grace, true);
  await start(page, 'martin@smallpier.example', `Only fingers here ${rareWord()}`);
  await box(page).tap();
  await page.keyboard.type('first line');
  await page.keyboard.press('Enter');
  await page.keyboard.type('second line');
  await expect(box(page)).toHaveValue('first line\nsecond line');
  await page.getByRole('button', { name: 'Send', exact: true }).tap();
  await expect(said(page, 'first line')).toContainText('second line');
  await expect(box(page)).toHaveValue('');
});

test('the key that ends a composition of an input method sends nothing', async ({ page, desk }) => {
  await take(desk.address, grace, true);
  const word = rareWord();
  await start(page, 'kieran@millrace.example', `Composed ${word}`);
  await box(page).fill(`Half ${word}`);
  const press = (keyCode: number) =>
    box(page).evaluate((box, keyCode) => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode, bubbles: true, cancelable: true })), keyCode);
  // As Safari says it, after the composition; whoever hears of it takes no notice.
  expect(await press(229)).toBe(true);
  await expect(box(page)).toHaveValue(`Half ${word}`);
  expect(await press(13)).toBe(false);
  await expect(box(page)).toHaveValue('');
  await expect(said(page, `Half ${word}`)).toHaveCount(1);
});
