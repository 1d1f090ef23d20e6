/** What a "Copy as" menu needs of the window around it. */
import type {
  CopiedCall,
  CopyFormat,
  CopyOutcome,
  CopyPreview,
} from '../../../src-shared/copy-as/formats.ts';
import type { Result } from '../../../src-shared/result.ts';

export interface Copying {
  readonly send: (
    call: CopiedCall,
    format: CopyFormat,
    live: boolean,
  ) => Promise<Result<CopyOutcome>>;
  /** How a copied call reaches the server. */
  readonly way: CopyPreview['way'];
  /** There is a session, so that there are live values. */
  readonly canBeLive: boolean;
}
