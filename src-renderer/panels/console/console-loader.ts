/** The ways to what is loaded when it is first needed: the console with the facts of every operation, its editor. */

export const loadConsole = async () => (await import('./console-parts.ts')).Console;
export const loadJsonEditor = () => import('./json-editor.ts');
