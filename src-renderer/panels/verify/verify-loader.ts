/** The way to the Verify panel, which is loaded when it is first needed: no window starts with it. */

export const loadVerify = async () => (await import('./verify-parts.ts')).Verify;
