/** What is loaded for the expert level. */
export { default as Expert } from './Expert.svelte';
