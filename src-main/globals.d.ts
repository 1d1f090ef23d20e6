/** Set at build time: false in a release, and then the code behind it is not in the bundle. */
declare const TEST_HOOKS: boolean;
