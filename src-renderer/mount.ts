/** Entry of the window: takes the bridge, starts the mirror, draws the app. */
import { mount } from 'svelte';
import type { Bridge } from '../src-shared/bridge.ts';
import App from './App.svelte';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

const target = document.querySelector('#app');
if (target === null) throw new Error('index.html has no #app');
target.replaceChildren();
mount(App, { target, props: { bridge: window.bridge } });
// Fetched already (scripts/vite.ts): the first ID need not wait for it, and what is fetched is used.
document.fonts.load("1em 'JetBrains Mono Variable'").catch(() => undefined);
