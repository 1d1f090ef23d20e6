/** What is loaded together. */
export { default as Explainer } from './Explainer.svelte';
