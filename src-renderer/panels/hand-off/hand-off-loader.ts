/** The ways to what hand-off draws, which is loaded when it is first needed: most windows never do. */

const load = () => import('./hand-off-parts.ts');
export const loadHandOff = async () => (await load()).HandOff;
export const loadGrantDialog = async () => (await load()).GrantDialog;
