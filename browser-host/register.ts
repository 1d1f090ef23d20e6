/** Makes `electron` resolve to the stand-in, for every module that is loaded from now on. */
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const standIn = pathToFileURL(path.join(import.meta.dirname, 'electron/electron.ts')).href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? nextResolve(standIn, context)
      : nextResolve(specifier, context),
});
