/** What is loaded together. */
export { default as GrantDialog } from './GrantDialog.svelte';
export { default as HandOff } from './HandOff.svelte';
