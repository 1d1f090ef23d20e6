/**
 * Everything worth looking at, by name: each view, each state and cause that no view has, and what a
 * click or a key opens. views.test.ts walks through them, and the gallery draws them.
 */
import type { EnvAnswer } from '../../src-shared/env-file.ts';
import type { Window } from './harness.ts';
import { snapshot, views, type View } from './snapshots.ts';
import { rows, type Row } from './session/state-rows.ts';

export interface Scene {
  readonly view: View;
  /** What a person does there; what they see then is the scene. */
  readonly act?: (window: Window) => Promise<void>;
}

const press = ({ page }: Window, name: string) => page.getByRole('button', { name }).click();
const choose = ({ page }: Window, name: string) => page.getByRole('row', { name }).click();

/** Past the first run, which a window shows until somebody has begun in it: each scene stands alone. */
async function toForm({ page }: Window) {
  const begin = page.getByRole('button', { name: 'I have sandbox credentials' });
  if (await begin.isVisible()) await begin.click();
}

/** What is done in a view, which without it would show less. */
const within: Readonly<Record<string, Scene['act']>> = {
  activity: (window) => choose(window, 'BDC_1361'),
  'activity-new-session': (window) => choose(window, 'new ID'),
  switcher: (window) => press(window, 'Switch profile'),
  signin: async (window) => {
    await toForm(window);
    await press(window, 'Paste a block');
  },
  settings: (window) => press(window, 'Wipe everything'),
};

/** Of a file in which one line changes, one is added, and the others stay. */
export const envDifference = {
  ...{ is: 'shown', preview: 7, file: '/home/dana/app/.env', isNew: false, others: 4 },
  wasOpen: true,
  lines: [
    {
      ...{ name: 'BILL_API_URL', kind: 'changed', line: 9, was: 'BILL_API_URL=••••••••••' },
      ...{ now: 'BILL_API_URL=http://127.0.0.1:17001/~••••••••••/api/v2', earlier: [3] },
    },
    {
      ...{ name: 'BILL_DEV_KEY', kind: 'added', line: 10, was: null },
      ...{ now: 'BILL_DEV_KEY=tabkeeper', earlier: [] },
    },
  ],
} satisfies EnvAnswer;

interface Opened {
  /** The view that it is opened from. */
  readonly from: string;
  readonly act: (window: Window) => Promise<void>;
}

/** Questions, dialogs, menus and papers, which stand over a view or inside it once somebody asks. */
const opened: Readonly<Record<string, Opened>> = {
  'the preview of diagnostics': {
    from: 'settings',
    act: async (window) => {
      const text = `Tabkeeper\n${'{"event":"touch"} '.repeat(40)}`;
      await window.answer('previewDiagnostics', { ok: true, value: { text } });
      await press(window, 'Preview diagnostics');
      await window.page.getByText('{"event":"touch"}').waitFor();
    },
  },
  'the licences': {
    from: 'settings',
    act: async (window) => {
      await window.answer('getLicences', { ok: true, value: { text: 'svelte 5 (MIT)' } });
      await press(window, 'Show licences');
      await window.page.getByText('svelte 5 (MIT)').waitFor();
    },
  },
  'the question before a profile is forgotten': {
    from: 'settings',
    act: (window) => press(window, 'Forget this profile'),
  },
  'the menu of formats to copy': {
    from: 'live',
    act: async (window) => {
      await press(window, 'Copy as');
      await window.page.getByRole('menu', { name: 'Copy as' }).waitFor();
    },
  },
  'the menu of formats to copy with live values': {
    from: 'live',
    act: async (window) => {
      await press(window, 'Copy as');
      await window.page.getByRole('menuitem', { name: 'Copy with live values…' }).click();
      await window.page.getByRole('menu', { name: 'Copy with live values' }).waitFor();
    },
  },
  'the difference of a .env file': {
    from: 'hand-off-gateway',
    act: async (window) => {
      await window.answer('previewEnvFile', { ok: true, value: envDifference });
      await press(window, 'Choose a .env file…');
      await window.page.getByRole('group', { name: 'What would change' }).waitFor();
    },
  },
  'a .env file that git would take along': {
    from: 'hand-off-gateway',
    act: async (window) => {
      const { file } = envDifference;
      const answer: EnvAnswer = { is: 'refused', file, why: 'notIgnored', ignoreLine: '/.env' };
      await window.answer('previewEnvFile', { ok: true, value: answer });
      await press(window, 'New .env file…');
      await window.page.getByRole('button', { name: 'Copy the line for .gitignore' }).waitFor();
    },
  },
  'the operations of the console, and what cannot be sent from there': {
    from: 'console',
    act: async ({ page }) => {
      await page.getByRole('combobox', { name: 'Operation' }).fill('bank account');
      await page.getByRole('option').first().waitFor();
    },
  },
  'a reply in the console, a flaw in its data, and the question before a payment': {
    from: 'console',
    act: async (window) => {
      const { page } = window;
      const reply = JSON.stringify({ id: '00901ABCDEFGHI000001', ok: true }, null, 2);
      await window.answer('tryOperation', { ok: true, value: { reply } });
      const field = page.getByRole('combobox', { name: 'Operation' });
      const data = page.getByRole('textbox', { name: 'Data as JSON' });
      await field.fill('List/Vendor');
      await field.press('Enter');
      // The editor, which comes after the plain field, and would take over in the middle of the typing.
      await page.locator('.cm-content').waitFor();
      await field.press('Control+Enter');
      await page.getByRole('link', { name: 'Read Vendor 00901ABCDEFGHI000001' }).waitFor();
      await field.fill('PayBills');
      await field.press('Enter');
      await field.press('Control+Enter');
      await page.getByRole('button', { name: 'Send PayBills' }).waitFor();
      await data.press('Control+Home');
      await page.keyboard.press('End');
      await page.keyboard.type('x');
      await page.getByRole('button', { name: 'Send PayBills' }).click();
      await page
        .getByText(/^Line 1, column \d+:/u)
        .first()
        .waitFor();
    },
  },
  'the palette': {
    from: 'live',
    act: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  },
  'the palette’s question': {
    from: 'live',
    act: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option', { name: 'Sign out…' }).click();
      await page.getByRole('heading', { name: 'Sign out?' }).waitFor();
    },
  },
  'the list of keys': {
    from: 'live',
    act: async ({ page }) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    },
  },
  'the organizations that what is typed opens': {
    from: 'signin',
    act: async (window) => {
      const { page } = window;
      const found = [
        { orgId: '00801KTQZVJH4N8W2M6D', orgName: 'Acme Test' },
        { orgId: '00801LDGMB3XQ7ZP4T6K', orgName: 'Beta Org with a long name that does not fit' },
      ];
      await toForm(window);
      await window.answer('findOrganizations', { ok: true, value: found });
      for (const field of ['User name', 'Password', 'Developer key']) {
        await page.getByLabel(field).fill('dana');
      }
      await press(window, 'Find my organizations');
      await page.getByRole('list', { name: 'Organizations' }).waitFor();
    },
  },
  'a form that a pasted block has filled': {
    from: 'signin',
    act: async (window) => {
      await toForm(window);
      await press(window, 'Paste a block');
      const block = window.page.getByLabel('Block to paste');
      await block.fill('BILL_USER_NAME=dana@acme.example\nBILL_DEV_KEY=01AAAAAAAAAAAAAAAA7KXA');
      await press(window, 'Fill the fields');
      await window.page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  'what is known of an event of the past': {
    from: 'activity',
    act: (window) => choose(window, 'new session ID'),
  },
  'an error explained': {
    from: 'expired-rejected',
    act: async (window) => {
      await window.page.getByRole('button', { name: 'BDC_1101', exact: true }).first().click();
      await window.page.getByRole('dialog').waitFor();
    },
  },
  'the timeline as a table': {
    from: 'live-trusted',
    act: async (window) => {
      await press(window, 'Show as table');
      await window.page.getByRole('button', { name: 'Hide the table' }).waitFor();
    },
  },
};

/** The view of that name. */
export function viewOf(name: string): View {
  const view = views[name];
  if (view === undefined) throw new Error(`there is no view ${name}`);
  return view;
}

const sessionsOfViews = new Set(
  Object.values(views).map(({ snapshot: { sessions } }) => JSON.stringify(sessions['default'])),
);
/** What a row shows and says, but for its sentence. */
const outlineOf = ({ word, shape, tone, spoken }: Row) => [word, shape, tone, spoken].join('\n');
/** The longest sentence stands for those that are said in the same place of the same parts. */
const isLongest = (row: Row) =>
  Object.values(rows).find(
    (other) => outlineOf(other) === outlineOf(row) && other.sentence.length > row.sentence.length,
  ) === undefined;
const ofRows = Object.entries(rows).flatMap(([name, row]): [string, Scene][] =>
  sessionsOfViews.has(JSON.stringify(row.session)) || !isLongest(row)
    ? []
    : [[`the state ${name}`, { view: { hash: '#session', snapshot: snapshot(row.session) } }]],
);

export const scenes: Readonly<Record<string, Scene>> = {
  ...Object.fromEntries(
    Object.entries(views).map(([name, view]): [string, Scene] => {
      const act = within[name];
      return [`the view ${name}`, act === undefined ? { view } : { view, act }];
    }),
  ),
  ...Object.fromEntries(ofRows),
  ...Object.fromEntries(
    Object.entries(opened).map(([name, { from, act }]) => [name, { view: viewOf(from), act }]),
  ),
};

/** Draws the scene in a window that may show another one. */
export async function play(window: Window, { view, act }: Scene): Promise<void> {
  // A question within a dialog goes back to it first.
  for (const key of ['Escape', 'Escape']) await window.page.keyboard.press(key);
  await window.show(view);
  await act?.(window);
}
