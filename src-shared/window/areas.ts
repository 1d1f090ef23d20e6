/** The window's areas, in the order of the rail: main opens the window at one of them. */
export const areas = ['session', 'verify', 'activity', 'hand-off', 'settings'] as const;
export type Area = (typeof areas)[number];
