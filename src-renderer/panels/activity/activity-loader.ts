/** The way to the Activity panel, which is loaded when it is first needed: no window starts with it. */

export const loadActivity = async () => (await import('./activity-parts.ts')).Activity;
