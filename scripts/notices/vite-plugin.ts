/**
 * Vite lists the packages whose modules are in a bundle (`build.license`), but not those whose files
 * are copied beside it: the fonts. This plugin writes down the second kind in the same form.
 */
import path from 'node:path';
import type { Plugin } from 'vite';
import { packageHolding, type BundledPackage } from './packages.ts';

/** Where the lists go, below the bundle's folder. They are gone when the build has ended. */
export const LISTS = '.licences';

export const licencesOfAssets: Plugin = {
  name: 'licences-of-assets',
  generateBundle(_options, bundle) {
    const { root } = this.environment.config;
    const found: BundledPackage[] = [];
    for (const item of Object.values(bundle)) {
      if (item.type !== 'asset') continue;
      for (const origin of item.originalFileNames) {
        const file = path.resolve(root, origin);
        const owner = file.includes('node_modules') ? packageHolding(file) : null;
        if (owner !== null) found.push(owner);
      }
    }
    this.emitFile({
      type: 'asset',
      fileName: `${LISTS}/assets.json`,
      source: JSON.stringify(found),
    });
  },
};
