/** Entry of the window: takes the bridge, starts the mirror, draws the app. */
import { mount, unmount } from 'svelte';
import type { Bridge } from '../src-shared/bridge.ts';
import App from './App.svelte';
import { explaining } from './explain/explaining.svelte.ts';
import { voice } from './voice.svelte.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
    /** Ends the window and draws it from its beginning, in the same document. Where there are test hooks. */
    drawAnew?: () => Promise<void>;
  }
  /** False in a release (scripts/vite.ts). */
  const TEST_HOOKS: boolean;
}

const target = document.querySelector('#app');
if (target === null) throw new Error('index.html has no #app');
target.replaceChildren();
const draw = () => mount(App, { target, props: { bridge: window.bridge } });
let app = draw();
if (TEST_HOOKS) {
  window.drawAnew = async () => {
    await unmount(app);
    voice.status = voice.alert = '';
    explaining.asked = null;
    app = draw();
  };
}
// Fetched already (scripts/vite.ts): the first ID need not wait for it, and what is fetched is used.
document.fonts.load("1em 'JetBrains Mono Variable'").catch(() => undefined);
