/** Theme and size of the text, as they are set: for the page, and for what the system draws itself. */
import { nativeTheme, type BrowserWindow } from 'electron';
import type { Settings } from '../../../src-shared/settings.ts';

type Appearance = Pick<Settings, 'theme' | 'textSize'>;

/**
 * Electron tells every page of a change, though it was none; the zoom belongs to the page, and a new one
 * begins without.
 */
export function applyAppearance(
  window: BrowserWindow | null,
  { theme, textSize }: Appearance,
): void {
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
  if (window === null || window.isDestroyed()) return;
  window.webContents.setZoomFactor(textSize / 100);
}
