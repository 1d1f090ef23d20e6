/** The way to the expert level of the details, which is loaded when somebody wants it. */

export const loadExpert = async () => (await import('./expert-parts.ts')).Expert;
