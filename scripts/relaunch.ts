/** What tells whoever started the host that the app wants to be started anew: `npm start` does it. */
export const RELAUNCH_CODE = 75;
