/** What is loaded together. */
export { default as Console } from './Console.svelte';
