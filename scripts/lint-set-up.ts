/**
 * Has TypeScript read each component as the script that svelte-eslint-parser makes of it. Otherwise a
 * component on the disk is something else than what is linted, and each of them makes a new program,
 * as dear as type-checking the whole window. It has to be said before the parser is loaded.
 */
process.env['SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK'] = '1';
