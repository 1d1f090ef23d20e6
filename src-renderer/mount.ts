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
mount(App, { target, props: { bridge: window.bridge } });
