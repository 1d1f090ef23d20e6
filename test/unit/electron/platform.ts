/** For code that asks which system it is on: the answer, until the test is over. */
import { onTestFinished } from 'vitest';

export function pretend(platform: NodeJS.Platform): void {
  const own = Object.getOwnPropertyDescriptor(process, 'platform');
  Object.defineProperty(process, 'platform', { value: platform, configurable: true });
  onTestFinished(() => {
    if (own !== undefined) Object.defineProperty(process, 'platform', own);
  });
}
