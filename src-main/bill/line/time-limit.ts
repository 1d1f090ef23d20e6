/** A limit for one part of a call, in real time, as got's own limits are. */
import { LineFailure } from './line-errors.ts';

/**
 * What `work` comes to within `ms` milliseconds and before `signal` aborts; else it rejects with a
 * LineFailure (`timeout`, `code`). Ending what `work` began is the caller's affair.
 */
export function within<T>(
  ms: number,
  signal: AbortSignal,
  code: string,
  work: () => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => {
      end();
      reject(new LineFailure('timeout', code));
    };
    const timer = setTimeout(late, ms);
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', late);
    };
    signal.addEventListener('abort', late);
    if (signal.aborted) {
      late();
      return;
    }
    work().then(resolve, reject).finally(end);
  });
}
