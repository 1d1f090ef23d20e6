/** What is loaded together. */
export { default as Verify } from '../Verify.svelte';
