/** What the desktop shows of the app, as the browser host has recorded it, and what a person does there. */
import type { Bridge } from '../../src-shared/bridge.ts';
import type { CommandName, Input } from '../../src-shared/contract.ts';
import type { AppDriver } from '../driver/driver.ts';
import type { BoxAnswer, BoxShown } from '../../browser-host/record.ts';

/** Of the page, for what runs in it. */
declare const globalThis: { readonly bridge: Bridge };

export interface TrayShown {
  readonly toolTip: string;
  /** The icon's file, without its folder and ending. */
  readonly icon: string;
  readonly rows: readonly string[];
  readonly menuCount: number;
}

export function tray(app: AppDriver): Promise<TrayShown> {
  return app.evaluateMain((_parts, _arg, host) => {
    interface Shown {
      toolTip: string;
      menuCount: number;
      image: { source: string };
      menu: { items: { label: string; type: string; enabled: boolean }[] };
    }
    const { toolTip, menu, menuCount, image } = host.record.trays.at(-1) as Shown;
    const rows = menu.items.filter(({ type }) => type !== 'separator');
    const file = image.source.split(/[/\\]/u).at(-1) ?? '';
    const icon = file.replace(/(?:Template)?\.\w+$/u, '');
    return { toolTip, menuCount, icon, rows: rows.map(({ label }) => label) };
  });
}

export function clickTray(app: AppDriver, label: string): Promise<void> {
  return app.evaluateMain((_parts, wanted, host) => {
    interface Shown {
      menu: { items: { label: string; click: () => void }[] };
    }
    const { menu } = host.record.trays.at(-1) as Shown;
    const row = menu.items.find((one) => one.label === wanted);
    if (row === undefined) throw new Error(`the tray has no row ${wanted}`);
    row.click();
  }, label);
}

/** The answer that the next message box gets, or the one that waits. */
export const answer = (app: AppDriver, one: number | BoxAnswer): Promise<void> =>
  app.evaluateMain((_parts, { given }, host) => void host.record.dialogAnswers.push(given), {
    given: one,
  });

export const boxesWait = (app: AppDriver): Promise<void> =>
  app.evaluateMain((_parts, _arg, host) => void (host.record.boxesWait = true));

/** Every box so far. None may hold main up. */
export function boxes(app: AppDriver): Promise<(BoxShown & { readonly message: string })[]> {
  return app.evaluateMain((_parts, _arg, host) =>
    host.record.dialogs.map((box) => ({
      ...{ response: box.response, parent: box.parent, blocks: box.blocks, options: box.options },
      message: (box.options as { message?: string }).message ?? '',
    })),
  );
}

export interface NotificationShown {
  readonly shown: boolean;
  readonly options: { readonly title?: string; readonly body?: string; readonly id?: string };
  readonly verb: string;
}

/** Every notification so far, and whether it still stands. */
export function notifications(app: AppDriver): Promise<NotificationShown[]> {
  return app.evaluateMain((_parts, _arg, host) => {
    interface Noted {
      shown: boolean;
      options: { title?: string; body?: string; id?: string; actions?: { text?: string }[] };
    }
    return (host.record.notifications as Noted[]).map(({ shown, options }) => {
      return { shown, options: { ...options }, verb: options.actions?.[0]?.text ?? '' };
    });
  });
}

/** One of a notification's events, as the system sends it. */
export const onNotification = (
  app: AppDriver,
  event: 'click' | 'action' | 'failed',
): Promise<void> =>
  app.evaluateMain((_parts, name, host) => {
    (host.record.notifications.at(-1) as NodeJS.EventEmitter).emit(name, {}, 0);
  }, event);

export const windows = (app: AppDriver): Promise<number> =>
  app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** True when the window and its page are gone: the page may take a moment longer. */
export async function noWindow(app: AppDriver): Promise<boolean> {
  if ((await windows(app)) > 0) return false;
  try {
    return app.page.isClosed();
  } catch {
    return true;
  }
}

export const closeWindow = (app: AppDriver): Promise<void> =>
  app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** A command of the window's, past its controls: for what another spec clicks through. */
export function command<N extends CommandName>(
  app: AppDriver,
  name: N,
  input: Input<N>,
): Promise<unknown> {
  const call: { name: CommandName; input: unknown } = { name, input };
  return app.page.evaluate((one) => globalThis.bridge.call(one.name, one.input as never), call);
}

/** The ID of the profile that the window shows. */
export async function selected(app: AppDriver): Promise<string> {
  const answered = await app.page.evaluate(() => globalThis.bridge.call('getSnapshot', {}));
  if (!answered.ok) throw new Error('no snapshot');
  return answered.value.selected;
}
