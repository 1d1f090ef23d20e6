/**
 * What goes by chance goes the same way in each `npm test`, so that a spec that fails does so by a
 * change, and fails again. `npm run nightly` goes new ways, and further.
 */
import fc from 'fast-check';
import { isNightly } from './scale.ts';

if (!isNightly) fc.configureGlobal({ seed: 20_261_129 });
