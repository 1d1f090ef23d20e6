/** What is loaded together. */
export { default as Keys } from './Keys.svelte';
export { default as Palette } from './Palette.svelte';
