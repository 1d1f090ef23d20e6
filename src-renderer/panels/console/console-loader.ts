/** The ways to what is loaded when it is first needed: the console with the facts of every operation, its editor. */

export const loadConsole = () => import('./console-parts.ts');
export const loadJsonEditor = () => import('./json-editor.ts');
