/** Once for all specs here: the renderer is built into a folder of its own, and one browser starts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { browserLaunch } from '../../scripts/browser.ts';
import { bundles } from '../../scripts/vite.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly rendererFolder: string;
    /** Where Playwright's client connects to the browser. */
    readonly browserEndpoint: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'tabkeeper-renderer-'));
  const config = bundles.renderer({ release: false, watch: false });
  await build({ ...config, build: { ...config.build, outDir, sourcemap: false } });
  const server = await chromium.launchServer(await browserLaunch());
  project.provide('rendererFolder', outDir);
  project.provide('browserEndpoint', server.wsEndpoint());
  return async () => {
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  };
}
