/** The way to what hand-off draws, which is loaded when it is first needed: most windows never do. */

export const loadHandOff = () => import('./hand-off-parts.ts');
