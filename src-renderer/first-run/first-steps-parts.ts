/** What is loaded together. */
export { default as Organizations } from '../panels/sign-in/Organizations.svelte';
export { default as FastTime } from './FastTime.svelte';
export { default as Naming } from './Naming.svelte';
