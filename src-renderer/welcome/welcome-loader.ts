/** The ways to the first run and what a beginning needs besides, which are loaded when they are first needed. */

const load = () => import('./welcome-parts.ts');
export const loadFirstRun = async () => (await load()).FirstRun;
export const loadNaming = async () => (await load()).Naming;
export const loadOrganizations = async () => (await load()).Organizations;
export const loadFastTime = async () => (await load()).FastTime;
