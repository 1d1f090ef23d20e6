/** The way to the explainer of errors, which is loaded when somebody asks why. */

export const loadExplainer = async () => (await import('./explain-parts.ts')).Explainer;
