/**
 * Specs and what they test are loaded by Node itself, which reads their types away and keeps what it compiled
 * (compiled-code.ts). Vitest's own way gives a spec a new address each time, under which it would be compiled
 * and kept anew.
 */
import { pathToFileURL } from 'node:url';
import { TestRunner } from 'vitest';

export default class NativeRunner extends TestRunner {
  override importFile(file: string): Promise<unknown> {
    return import(pathToFileURL(file).href);
  }
}
