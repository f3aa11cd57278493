import { defineConfig } from '@playwright/test';
import type { Options } from './support/test';

// Chromium refuses its sandbox to root, which is who runs the tests in most containers.
const asRoot = process.getuid?.() === 0;

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: 'results',
  reporter: [['list'], ['./support/failures.ts']],
  forbidOnly: Boolean(process.env.CI),
  // A machine that others share stalls now and then: what needs a second try there is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  use: {
    baseURL: process.env.BASE_URL ?? 'http://localhost:3000',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        ...(asRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
  projects: [
    { name: 'wide', use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'phone',
      use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    },
  ],
});
