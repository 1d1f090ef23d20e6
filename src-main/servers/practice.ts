/** The practice sandbox: the simulator, started inside the app when somebody first wants it. */
import { fail, type Result } from '../../src-shared/result.ts';
import type { Simulator } from '../../src-simulator/index.ts';
import { allowBaseUrl } from '../bill/base-url.ts';
import type { BaseUrl, Cancel, Clock, Practice } from '../ports.ts';
import { createPacedClock } from './paced-clock.ts';

/** It runs on a clock of its own, on top of the app's, so that both are moved together. */
export function createPractice(base: Clock): Practice {
  const clock = createPacedClock(base);
  let starting: Promise<Simulator> | null = null;
  let running: Simulator | null = null;
  let received: { readonly at: number; readonly code: string } | null = null;
  const listeners = new Set<() => void>();

  async function launch(): Promise<Simulator> {
    const { startSimulator } = await import('../../src-simulator/index.ts');
    running = await startSimulator({
      clock: { now: () => clock.now().wall },
      onEvent: (event) => {
        if (event.event !== 'sms') return;
        received = { at: Date.parse(event.at), code: event.code };
        for (const listener of listeners) listener();
      },
    });
    return running;
  }

  const account = () => {
    const first = running?.accounts[0];
    if (first === undefined || first.phone === null) return null;
    const { userName, password, orgId, devKey, phone } = first;
    return { userName, password, orgId, devKey, phone };
  };

  return {
    clock,
    start: async (): Promise<Result<BaseUrl>> => {
      try {
        starting ??= launch();
        return allowBaseUrl((await starting).baseUrl);
      } catch {
        starting = null;
        return fail({ kind: 'practiceFailed' });
      }
    },
    account,
    message: () => {
      const phone = account()?.phone;
      const works = phone !== undefined && running?.latestCode(phone) === received?.code;
      return works ? received : null;
    },
    onMessage: (listener): Cancel => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      // One that is just starting is closed once it runs.
      await starting?.then((simulator) => simulator.close()).catch(() => undefined);
      starting = null;
      running = null;
    },
  };
}
