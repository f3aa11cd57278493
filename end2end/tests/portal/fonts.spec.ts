/** The browser of the journeys has the fonts that they are written for, whatever else is installed. */
import { expect, test } from '../../support/test';

/** How wide a line is with each set of fonts, in pixels. */
const widths = { usual: 1346, tall: 1532 };

test('letters have the width of the fonts that the journeys bring', { tag: ['@phone', '@layout'] }, async ({ page, fonts }) => {
  await page.goto('/login');
  const width = await page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d')!;
    pen.font = `100px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText('Hamburgefonstiv 0123456789').width;
  });
  // Where a pixel is halved letters are a little narrower.
  expect(Math.abs(width - widths[fonts]), `${width} pixels`).toBeLessThan(20);
});
