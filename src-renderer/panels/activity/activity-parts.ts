/** What is loaded for Activity, the library of the long list included. */
export { default as Activity } from '../Activity.svelte';
