/** The way to the Settings panel, which is loaded when it is first needed: no window starts with it. */

export const loadSettings = async () => (await import('../Settings.svelte')).default;
