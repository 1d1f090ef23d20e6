/** The way to what draws the timeline, which is loaded once a panel shows it. */

export const loadTimeline = async () => (await import('./timeline-parts.ts')).TimelineView;
