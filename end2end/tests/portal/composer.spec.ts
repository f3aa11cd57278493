/** Writing with formatting: what one sees while writing is what everybody sees afterwards. */
import type { Locator, Page } from '@playwright/test';
import { accessible, enter, expect, hydrated, signIn, test } from '../../support/test';
import { offers, raiseTicket, rareWord, said, send } from '../../support/tickets';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGOQbp+CFTEMLQkAKkpNgdZUowEAAAAASUVORK5CYII=',
  'base64',
);

const box = (page: Page) => page.locator('[data-composer]');
const text = (page: Page) => page.getByRole('textbox', { name: 'Your reply' });
const tool = (page: Page, name: string) => page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name, exact: true });
const choice = (page: Page, name: string) => page.getByRole('toolbar', { name: 'Formatting' }).getByRole('combobox', { name });

/** Opens a fresh ticket and the editor on it; gives the number. */
async function writing(page: Page, subject = `Composer ${rareWord()}`): Promise<string> {
  await enter(page, 'alice@harbourline.example');
  const number = await raiseTicket(page, subject);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await page.getByRole('button', { name: 'Formatting', exact: true }).click();
  await expect(box(page)).toHaveAttribute('data-rich');
  await expect(text(page)).toBeFocused();
  return number;
}

/** A message without the marks of the page's own rendering. */
const markupOf = async (message: Locator) => (await message.locator('.rich').innerHTML()).replaceAll('<!---->', '');

/** What the form would send. */
const held = (page: Page) =>
  page.evaluate(() => {
    const form = new FormData(document.querySelector('form.reply') as HTMLFormElement);
    return { body: form.get('body'), html: form.get('html') };
  });

/** Puts something on the clipboard and into the text, as another program would have. */
const paste = (page: Page, data: Record<string, string>, files: { name: string; type: string; content: number[] }[] = []) =>
  page.evaluate(
    ({ data, files }) => {
      const clipboard = new DataTransfer();
      for (const [type, content] of Object.entries(data)) clipboard.setData(type, content);
      for (const { name, type, content } of files) clipboard.items.add(new File([new Uint8Array(content)], name, { type }));
      const target = document.querySelector('.composer-text') as HTMLElement;
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
    },
    { data, files },
  );

test('a formatted answer looks to everybody as it was written', async ({ page, visitor }) => {
  const number = await writing(page);
  await expect(text(page)).toBeFocused();
  await page.keyboard.type('Plain, ');
  await tool(page, 'Bold').click();
  await expect(tool(page, 'Bold')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.type('bold');
  await page.keyboard.press('Control+b');
  await page.keyboard.press('Enter');
  await choice(page, 'Text colour').selectOption('Red');
  await choice(page, 'Font').selectOption('Serif');
  await choice(page, 'Text size').selectOption('Large');
  await page.keyboard.type('Red');
  await page.keyboard.press('Enter');
  await tool(page, 'Clear formatting').click();
  await tool(page, 'Bulleted list').click();
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  await send(page).click();
  const message = said(page, 'Plain, bold');
  await expect(message).toHaveCount(1);
  await expect(text(page)).toHaveText('');
  expect((await held(page)).html).toBe('');
  const markup = await markupOf(message);
  expect(markup).toBe(
    '<p>Plain, <strong>bold</strong></p><p><span class="rich-font-serif"><span class="rich-size-large"><span class="rich-colour-red">Red</span></span></span></p>' +
      '<ul><li><p>one</p></li><li><p>two</p></li></ul>',
  );
  const grace = await visitor('grace@portico.example');
  await grace.goto(`/tickets/${number}`);
  await hydrated(grace);
  expect(await markupOf(said(grace, 'Plain, bold'))).toBe(markup);
});

test('every tool works, and undo takes it back', { tag: '@phone' }, async ({ page }) => {
  await writing(page);
  await page.keyboard.type('word');
  await page.keyboard.press('Control+a');
  for (const [name, tag] of [['Italic', 'em'], ['Underline', 'u'], ['Strikethrough', 's'], ['Code', 'code']] as const) {
    await tool(page, name).click();
    expect((await held(page)).html, name).toBe(`<p><${tag}>word</${tag}></p>`);
    await tool(page, name).click();
  }
  for (const [name, html] of [
    ['Numbered list', '<ol><li><p>word</p></li></ol>'],
    ['Quote', '<blockquote><p>word</p></blockquote>'],
    ['Code block', '<pre><code>word</code></pre>'],
  ] as const) {
    await tool(page, name).click();
    expect(((await held(page)).html as string).replace('<p></p>', ''), name).toBe(html);
    await tool(page, 'Undo').click();
    expect(((await held(page)).html as string).replace('<p></p>', ''), `${name} undone`).toBe('<p>word</p>');
  }
  await choice(page, 'Paragraph style').selectOption('Heading');
  expect((await held(page)).html).toContain('<h3>word</h3>');
  await tool(page, 'Undo').click();
  await tool(page, 'Redo').click();
  expect((await held(page)).html).toContain('<h3>word</h3>');
  await tool(page, 'Link').click();
  await page.getByRole('textbox', { name: 'Link address' }).fill('javascript:alert(1)');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Links can be web addresses, email addresses or phone numbers.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Link address' }).fill('example.org/a?b="c"');
  await page.keyboard.press('Enter');
  expect((await held(page)).html).toContain('<a href="https://example.org/a?b=%22c%22">word</a>');
  await expect(text(page)).toBeFocused();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await tool(page, 'Insert table').click();
  await expect(text(page).getByRole('row')).toHaveCount(3);
  await expect(text(page)).toBeFocused();
  await page.keyboard.type('head');
  await expect(text(page).getByRole('columnheader').first()).toHaveText('head');
  await tool(page, 'Add row below').click();
  await expect(text(page).getByRole('row')).toHaveCount(4);
  await tool(page, 'Delete column').click();
  expect(((await held(page)).html as string).match(/<tr>/g)).toHaveLength(4);
  await tool(page, 'Delete table').click();
  await tool(page, 'Emoji').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  expect((await held(page)).body).toContain('😀');
  await expect(text(page)).toBeFocused();
});

test('the tools are one stop for the keyboard, and everything passes axe', { tag: '@phone' }, async ({ page }) => {
  await writing(page);
  await page.keyboard.type('x');
  await page.keyboard.press('Alt+F10');
  await expect(choice(page, 'Paragraph style')).toBeFocused();
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
  await expect(tool(page, 'Bold')).toBeFocused();
  // Frames come late on a slow machine; nothing may take the focus back then.
  await page.evaluate(() => {
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) => frame(() => setTimeout(draw, 300));
  });
  await page.keyboard.press('Enter');
  await expect(tool(page, 'Bold')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Alt+F10');
  await expect(tool(page, 'Bold')).toBeFocused();
  await page.keyboard.press('End');
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(tool(page, 'Redo')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(text(page)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(tool(page, 'Redo')).toBeFocused();
  await accessible(page);
  await text(page).focus();
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.said').last().locator('.said-text')).toHaveText('x');
});

test('what Word and mail programs put on the clipboard is cleaned', async ({ page }) => {
  await writing(page);
  await paste(page, {
    'text/html': `<html xmlns:o="urn:x"><head><style>p.MsoNormal{color:red}</style></head><body><!--StartFragment-->
      <h1 style="color:#123">Steps</h1><p class=MsoNormal style="margin:0"><b style="mso-bidi-font-weight:normal">Bold<o:p></o:p></b> and
      <span style="font-style:italic;font-family:Comic Sans MS">slanted</span></p>
      <p class=MsoListParagraphCxSpFirst style="mso-list:l0 level1 lfo1"><!--[if !supportLists]--><span style="mso-list:Ignore">1.<span>&nbsp;</span></span><!--[endif]-->first</p>
      <p class=MsoListParagraphCxSpLast style="mso-list:l0 level1 lfo1"><!--[if !supportLists]--><span style="mso-list:Ignore">2.<span>&nbsp;</span></span><!--[endif]-->second</p>
      <img src="https://tracker.example/pixel.gif" onerror="alert(1)"><a href="javascript:alert(1)" onclick="alert(1)">link</a>
      <script>alert(1)</script><!--EndFragment--></body></html>`,
  });
  const { html } = await held(page);
  expect(html).toContain('<h3>Steps</h3>');
  expect(html).toContain('<strong>Bold</strong>');
  expect(html).toContain('<em>slanted</em>');
  expect(html).toContain('<ol><li><p>first</p></li><li><p>second</p></li></ol>');
  expect(html).not.toMatch(/style=|Mso|tracker|javascript|onerror|script/);
});

test('code from an editor keeps its lines and its indentation', async ({ page }) => {
  await writing(page);
  const style = "color: #ccc; font-family: Consolas, monospace; white-space: pre;";
  const lines = '<div><span style="color: #569cd6;">def</span> <span>f():</span></div><div>    <span>return</span> 1</div><br><div>\tpass</div>';
  await paste(page, { 'text/html': `<meta charset="utf-8"><div style="${style}">${lines}</div>`, 'text/plain': 'def f():' });
  await expect(text(page).locator('pre')).toHaveText('def f():\n    return 1\n\n\tpass', { useInnerText: true });
  await send(page).click();
  const message = said(page, 'return 1');
  expect(await message.locator('pre').textContent()).toBe('def f():\n    return 1\n\n\tpass');
});

test('a pasted picture is sent along and stands in the text', async ({ page }) => {
  await writing(page);
  await page.keyboard.type('Look: ');
  await paste(page, {}, [{ name: 'image.png', type: 'image/png', content: [...png] }]);
  await expect(text(page).getByRole('img', { name: /^picture-\w+\.png$/ })).toHaveAttribute('width', '8');
  await expect(page.locator('.files-chosen li')).toHaveCount(1);
  await send(page).click();
  const picture = said(page, 'Look:').locator('.rich img');
  await expect(picture).toHaveAttribute('src', /^\/files\/\w+\/picture-\w+\.png$/);
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(8);
  await expect(page.locator('.files-chosen li')).toHaveCount(0);
});

test('a picture that waits is shown on another device, too', async ({ page, visitor }) => {
  const number = await writing(page);
  await page.keyboard.type('Look: ');
  await paste(page, {}, [{ name: 'image.png', type: 'image/png', content: [...png] }]);
  await expect(page.locator('.files-chosen input[name=upload]')).toHaveCount(1);
  await expect(page.getByText('Draft saved')).toBeVisible();
  const other = await visitor('alice@harbourline.example');
  await other.goto(`/tickets/${number}`);
  await hydrated(other);
  const shown = text(other).getByRole('img', { name: /^picture-\w+\.png$/ }).locator('img');
  await expect(shown).toHaveAttribute('src', /^\/uploads\/\w+$/);
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(8);
  await send(other).click();
  await expect(said(other, 'Look:').locator('.rich img')).toHaveAttribute('src', /^\/files\/\w+\/picture-/);
});

test('colleagues can be named, others cannot', { tag: '@phone' }, async ({ page, visitor }) => {
  const number = await writing(page);
  await page.keyboard.type('Ask @bru');
  const offered = page.getByRole('listbox', { name: 'People' }).getByRole('option');
  await expect(offered).toHaveText([/^Bruno/]);
  await page.keyboard.press('Enter');
  await expect(text(page).locator('.mention')).toHaveText(/^@Bruno/);
  await page.keyboard.type('or @dmi');
  await expect(offered).toHaveCount(0);
  await send(page).click();
  await expect(said(page, 'Ask @Bruno').locator('.mention')).toHaveText(/^@Bruno/);
  const bruno = await visitor('bruno@harbourline.example');
  await bruno.goto(`/tickets/${number}`);
  await offers(bruno, 'Unsubscribe');
});

test('colleagues are offered in the plain box, too, and hear of it', { tag: '@phone' }, async ({ page, visitor }) => {
  await enter(page, 'alice@harbourline.example');
  const number = await raiseTicket(page, `Named ${rareWord()}`);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  const plain = text(page);
  await plain.click();
  await page.keyboard.type('Ask @bru');
  const offered = page.getByRole('listbox', { name: 'People' }).getByRole('option');
  await expect(offered).toHaveText([/^Bruno/]);
  await expect(offered).toHaveAttribute('aria-selected', 'true');
  await expect(plain).toHaveAttribute('aria-activedescendant', /./);
  const inSight = (option: HTMLElement) => {
    const box = option.getBoundingClientRect();
    return option.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
  };
  expect(await offered.evaluate(inSight), 'nothing cuts the list off').toBe(true);
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(offered).toHaveCount(0);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('@bru');
  await expect(offered).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(plain).toHaveValue(/^Ask @Bruno \S+ $/);
  await page.keyboard.type('or @dmi');
  await expect(offered).toHaveCount(0);
  await send(page).click();
  await expect(said(page, 'Ask @Bruno')).toHaveCount(1);
  const bruno = await visitor('bruno@harbourline.example');
  await bruno.goto(`/tickets/${number}`);
  await offers(bruno, 'Unsubscribe');
});

test('plain and formatted change into each other without losing a word, and the choice is remembered', async ({ page }) => {
  const number = await writing(page);
  await page.getByRole('button', { name: 'Formatting', exact: true }).click();
  await expect(text(page)).toBeFocused();
  await text(page).fill('one\ntwo\n\nthree');
  await page.getByRole('button', { name: 'Formatting', exact: true }).click();
  await expect.poll(() => held(page)).toEqual({ body: 'one\ntwo\n\nthree', html: '<p>one<br>two</p><p>three</p>' });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+b');
  await page.getByRole('button', { name: 'Formatting', exact: true }).click();
  await expect.poll(() => held(page)).toEqual({ body: 'one\ntwo\n\nthree', html: '' });
  await page.getByRole('button', { name: 'Formatting', exact: true }).click();
  await expect.poll(async () => (await held(page)).html).toBe('<p><strong>one<br>two</strong></p><p><strong>three</strong></p>');
  // What is not sent is there again, formatted, on the next visit.
  await send(page).click();
  await expect(text(page)).toHaveText('');
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await expect(box(page)).not.toHaveAttribute('data-rich');
  await page.getByRole('textbox', { name: 'Your reply' }).focus();
  await expect(box(page)).toHaveAttribute('data-rich');
  await expect(text(page)).toBeFocused();
});

test('a restored text is taken, and resetting the form empties it', async ({ page }) => {
  await enter(page, 'alice@harbourline.example');
  const number = await raiseTicket(page, `Restored ${rareWord()}`);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await page.evaluate(() => {
    const host = document.querySelector('[data-composer]') as HTMLElement;
    host.dispatchEvent(new CustomEvent('portico:set', { detail: { html: '<p>a <strong>b</strong></p>' } }));
  });
  await expect(box(page)).toHaveAttribute('data-rich');
  await expect.poll(() => held(page)).toEqual({ body: 'a b', html: '<p>a <strong>b</strong></p>' });
  await page.evaluate(() => (document.querySelector('form.reply') as HTMLFormElement).reset());
  await expect(text(page)).toHaveText('');
  expect(await held(page)).toEqual({ body: '', html: '' });
});

test('a new ticket is described with formatting', { tag: '@phone' }, async ({ page }) => {
  await signIn(page, 'alice@harbourline.example');
  await page.goto('/tickets/new');
  await hydrated(page);
  const word = rareWord();
  await page.getByLabel('Subject').fill(`Described ${word}`);
  await page.getByLabel('Ticket type').selectOption('question');
  await page.getByLabel('Assign to queue').selectOption('software');
  await page.getByRole('button', { name: 'Formatting', exact: true }).click();
  await expect(box(page)).toHaveAttribute('data-rich');
  // An empty text is missed like an empty box.
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('textbox', { name: 'Description' })).toBeFocused();
  await page.keyboard.type('# ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('loud');
  await accessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { name: `Described ${word}` })).toBeVisible();
  await expect(page.locator('.said .rich strong')).toHaveText('loud');
});

test('on a phone the tools scroll sideways and nothing else does', { tag: '@phone' }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await writing(page);
  await page.keyboard.type('Short');
  await tool(page, 'Redo').scrollIntoViewIfNeeded();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await accessible(page);
});
