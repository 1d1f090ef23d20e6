/** How long the runs by chance are: short in `npm test`, by the thousand in `npm run nightly`. */
const isNightly = process.env['TABKEEPER_NIGHTLY'] === '1';

/** `daily` in every test; `nightly`, or fifty times as many, in the long run. */
export const runs = (daily: number, nightly = 50 * daily) => (isNightly ? nightly : daily);
