/** How long what goes by chance runs: short in `npm test`, by the thousand in `npm run nightly`. */
export const isNightly = process.env['TABKEEPER_NIGHTLY'] === '1';

/** `daily` in every test; `nightly`, or fifty times as much, in the long run. */
export const scaled = (daily: number, nightly = 50 * daily) => (isNightly ? nightly : daily);
