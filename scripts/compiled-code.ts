import path from 'node:path';

/**
 * Where Node keeps what it compiled, for NODE_COMPILE_CACHE. The tests start a hundred programs of the
 * project, and each would read the types out of the same files again.
 */
export const compiledCode = path.resolve(
  import.meta.dirname,
  '../node_modules/.cache/tabkeeper-compiled',
);
