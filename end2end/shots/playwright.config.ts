import { defineConfig } from '@playwright/test';
import journeys from '../playwright.config';
import type { Options } from '../support/test';

const wide = journeys.projects?.find((project) => project.name === 'wide');

/** Pictures of pages, for people to look at: `make shots`. */
export default defineConfig<Options>({
  ...journeys,
  testDir: '.',
  outputDir: '../results',
  reporter: [['list']],
  retries: 0,
  projects: [{ ...wide, name: 'shots' }],
});
