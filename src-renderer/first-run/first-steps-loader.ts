/** The ways to what a beginning needs besides, which is loaded when it is first needed. */

const load = () => import('./first-steps-parts.ts');
export const loadNaming = async () => (await load()).Naming;
export const loadOrganizations = async () => (await load()).Organizations;
export const loadFastTime = async () => (await load()).FastTime;
