/** The way to the explainer of errors, which is loaded when somebody asks why. */

export const loadExplainer = () => import('./explain-parts.ts');
