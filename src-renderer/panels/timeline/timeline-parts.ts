/** What is loaded for the timeline. */
export { default as TimelineView } from './TimelineView.svelte';
